"""What is asked of called workflows, and what becomes of what they give. ``W`` can be called."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.ports import Called, Item, NodeError, Resumption

ITEMS = [{"n": 1}, {"n": 2}, {"n": 3}]


class CallRun(Run):
    def __init__(self, items: Any = ITEMS, *, goes_on: bool = False, **parameters: Any) -> None:
        super().__init__("flow.call", {"workflow_id": "W", **parameters}, items, goes_on=goes_on)
        self.asked: list[tuple[str, list[Any], int]] = []

    async def call(
        self, workflow_id: str, items: Sequence[Item], number: int = 0, *, waits: bool = True
    ) -> str:
        if workflow_id != "W":
            raise NodeError("not_callable", f"there is no {workflow_id}")
        self.asked.append((workflow_id, [item["json"] for item in items], number))
        return f"execution-{number}"


def called(*values: Any, status: Any = "completed", message: str | None = None) -> Called:
    items: list[Item] = [{"json": {"v": value}} for value in values]
    return Called(execution_id="x", status=status, items=items, message=message)


def over(details: Any, *found: Called) -> Resumption:
    return Resumption(reason="called", details=details, called=found)


async def test_once_all_items_are_one_call() -> None:
    run = CallRun()
    suspended = await run.suspended()
    assert run.asked == [("W", ITEMS, 0)]
    assert (suspended.kind, suspended.children, suspended.message) == (
        "call",
        ["execution-0"],
        "it waits for 1 called execution",
    )
    assert await run.outputs(over(suspended.details, called(1, 2))) == {"main": [{"v": 1}, {"v": 2}]}
    assert run.pairs == [None]


async def test_each_item_is_a_call_and_what_they_give_is_paired() -> None:
    run = CallRun(mode="each")
    suspended = await run.suspended()
    assert [items for _, items, _ in run.asked] == [[item] for item in ITEMS]
    found = await run.outputs(over(suspended.details, called(1, 2), called(), called(3)))
    assert found == {"main": [{"v": 1}, {"v": 2}, {"v": 3}]}
    assert run.pairs == [[[0, 0], [0, 0], [0, 2]]]


async def test_without_waiting_it_says_who_was_called() -> None:
    run = CallRun(mode="each", wait=False)
    assert (await run.outputs())["main"] == [{"execution_id": f"execution-{n}"} for n in range(3)]


@pytest.mark.parametrize(
    ("status", "said"),
    [("failed", "failed: why"), ("cancelled", "was cancelled: why"), ("timed_out", "timed out: why")],
)
async def test_a_call_that_did_not_complete_fails_it(status: str, said: str) -> None:
    details = {"each": False, "places": [0]}
    failure = await CallRun().failed(over(details, called(status=status, message="why")))
    assert (failure.code, failure.message) == ("child_failed", f"the called execution x {said}")


async def test_what_can_not_be_called_fails_it() -> None:
    assert (await CallRun(workflow_id="other").failed()).code == "not_callable"


async def test_nothing_is_called_for_nothing() -> None:
    run = CallRun([])
    assert await run.outputs() == {}
    assert not run.asked


async def test_too_many_calls_are_refused_before_the_first() -> None:
    run = CallRun([{}] * 1001, mode="each")
    assert (await run.failed()).code == "too_many_calls"
    assert not run.asked


async def test_items_whose_call_fails_are_put_aside() -> None:
    run = CallRun(
        [{"w": "W"}, {"w": "none"}, {"w": "W"}], mode="each", goes_on=True, workflow_id="{{ $json.w }}"
    )
    suspended = await run.suspended()
    assert suspended.details["places"] == [0, 2]
    found = await run.outputs(over(suspended.details, called(status="failed"), called(3)))
    assert found == {"main": [{"v": 3}]}
    assert run.pairs == [[[0, 2]]]
    assert {place: error.code for place, error in run.aside.errors.items()} == {
        1: "not_callable",
        0: "child_failed",
    }


async def test_decided_by_hand_that_it_goes_on_nothing_leaves() -> None:
    details = {"each": True, "places": [0, 1]}
    assert await CallRun(mode="each").outputs(Resumption(reason="continue", details=details)) == {}
