from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.expressions.hosts import ExpressionHosts
from workers.nodes.flow_stop import Stop


async def test_it_fails_with_the_message_for_the_first_item(hosts: ExpressionHosts) -> None:
    run = Run(
        "flow.stop", {"message": "no {{ $json.n }} ☂", "code": "mine"}, [{"n": 7}, {"n": 8}], hosts=hosts
    )
    failure = await run.failed()
    assert (failure.code, failure.message) == ("mine", "no 7 ☂")


@pytest.mark.parametrize(("value", "message"), [(5, "5"), ("", ""), (None, "None")])
async def test_any_value_is_a_message(value: Any, message: str) -> None:
    assert (await Run("flow.stop", {"message": value}, [{}]).failed()).message == message


async def test_where_nothing_arrives_nothing_fails() -> None:
    assert await Run("flow.stop", {"message": "no"}, []).outputs() == {}


def test_nothing_leaves_it() -> None:
    assert list(Stop.outputs_of({})) == []
