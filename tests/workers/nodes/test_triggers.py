from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.nodes.registry import Catalogue


@pytest.mark.parametrize(
    ("trigger", "parameters"), [("trigger.manual", {}), ("trigger.webhook", {"path": "a"})]
)
async def test_a_trigger_passes_the_executions_input_on(trigger: str, parameters: dict[str, Any]) -> None:
    run = Run(trigger, parameters, [{"n": n} for n in range(5)], chunk=2)
    assert await run.outputs() == {"main": [{"n": n} for n in range(5)]}
    assert [chunk.paired for chunk in run.chunks_out] == ["identity"] * 3


@pytest.mark.parametrize("path", ["orders", "/orders", "v1/orders/:id", ":a/:b", "a.b-c_d~e", "x" * 200])
def test_paths_of_letters_digits_and_named_parts_are_fine(path: str) -> None:
    assert Catalogue().problems_of("hook", "trigger.webhook", {"path": path}) == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//a",
        "a//b",
        "a/",
        "..",
        "a/../b",
        "a/./b",
        "a b",
        "a%2fb",
        "a?b",
        "a#b",
        "ä",
        "a\n",
        ":",
        ":1",
        ":a-b",
        ":a/:a",
        "a\x00",
        "x" * 201,
        "a\\b",
        "{{ 1 }}",
    ],
)
def test_other_paths_are_a_problem(path: str) -> None:
    [problem] = Catalogue().problems_of("hook", "trigger.webhook", {"path": path})
    assert (problem.node_id, problem.loc, problem.code) == ("hook", ["path"], "invalid_parameter")


@pytest.mark.parametrize(
    ("parameters", "where"),
    [
        ({"methods": []}, "methods"),
        ({"methods": ["get"]}, "methods"),
        ({"methods": ["TRACE"]}, "methods"),
        ({"respond": "later"}, "respond"),
        ({"status": 99}, "status"),
        ({"status": 100}, "status"),
        ({"x": 1}, "x"),
    ],
)
def test_what_a_webhook_cannot_do_is_a_problem(parameters: dict[str, Any], where: str) -> None:
    [problem] = Catalogue().problems_of("hook", "trigger.webhook", {"path": "a", **parameters})
    assert problem.loc[0] == where
