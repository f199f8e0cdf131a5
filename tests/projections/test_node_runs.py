"""What each node run shows: attempts, waits, failures that were handled, and many runs in one event."""

from typing import Any

import pytest

from domain.ids import new_id
from domain.tape import Fact
from projections.engine.catch_up import catch_up
from projections.executions.queries import get_execution, list_events, list_nodes, node_items
from projections.executions.records import NodeRun
from projections.groups import GROUPS
from projections.read_model import ReadModel
from tests.projections.stories import (
    claimed,
    completed,
    failed,
    handled,
    many,
    over,
    paused,
    requested,
    resumed,
    retrying,
    started,
    waiting,
)
from tests.projections.tape import Tape
from workers.engine.packing import packed

EXECUTION = new_id()
Story = Any


class Seen:
    def __init__(self, tape: Tape, read_model: ReadModel, together: bool) -> None:
        self._tape, self._read_model, self._together = tape, read_model, together

    async def run(self, *events: Any, node: str = "a") -> NodeRun:
        """The node's run after these, in one batch or one by one."""
        for part in [events] if self._together else [[event] for event in events]:
            self._tape.append(EXECUTION, *part)
            catch_up(self._tape.conn, GROUPS)
        async with self._read_model.fresh() as conn:
            page = await list_nodes(conn, self._tape.project, EXECUTION)
        assert page
        return next(run for run in page["items"] if run["node_id"] == node)


@pytest.fixture(params=[True, False], ids=["together", "one by one"])
def seen(tape: Tape, read_model: ReadModel, request: pytest.FixtureRequest) -> Seen:
    return Seen(tape, read_model, request.param)


def attempts(run: NodeRun) -> list[tuple[int, str, str | None]]:
    return [
        (a["attempt"], a["status"], a["error"]["message"] if a["error"] else None) for a in run["attempts"]
    ]


async def test_attempts_that_failed_stay_visible(seen: Seen) -> None:
    run = await seen.run(
        requested(),
        claimed(),
        started("a"),
        retrying("a", 1, "once"),
        started("a", attempt=2),
        retrying("a", 2, "twice"),
        completed("a", {"main": [{}]}, attempt=3),
    )
    assert (run["status"], run["attempt"], run["error"]) == ("completed", 3, None)
    assert attempts(run) == [(1, "failed", "once"), (2, "failed", "twice")]
    assert all(a["started_at"] and a["completed_at"] for a in run["attempts"])


async def test_between_attempts_it_says_when_the_next_one_is(seen: Seen) -> None:
    run = await seen.run(requested(), claimed(), started("a"), retrying("a"))
    assert (run["status"], run["attempt"], attempts(run)) == ("retrying", 1, [])
    assert run["retry_at"] is not None
    assert (run["error"] or {})["message"] == "it broke"


async def test_an_attempt_whose_worker_was_lost_stays_visible(seen: Seen) -> None:
    run = await seen.run(requested(), claimed(), started("a"), claimed(2), started("a", attempt=2))
    assert (run["status"], run["attempt"]) == ("running", 2)
    assert attempts(run) == [(1, "lost", None)]


async def test_deciding_to_run_it_again_is_another_attempt(seen: Seen) -> None:
    begun = [requested(), claimed(), started("a"), waiting("a"), paused("a")]
    run = await seen.run(*begun, resumed("a", "retry"), started("a", attempt=2))
    assert (run["status"], attempts(run)) == ("running", [(1, "lost", None)])


async def test_a_run_says_what_it_waits_for_until_that_happened(seen: Seen) -> None:
    until = "2030-01-01T00:00:00Z"
    child = str(new_id())
    run = await seen.run(requested(), claimed(), waiting("a", "call", until=until, children=[child]))
    assert run["status"] == "waiting"
    assert run["waiting"] == {"kind": "call", "message": "waits for a call", "until": until}
    assert run["children"] == [child]
    assert (await seen.run(resumed("a", "child")))["status"] == "waiting", "others may still be at work"
    going_on = await seen.run(resumed("a", "skip"))
    assert (going_on["status"], going_on["waiting"]) == ("running", None)
    skipped = await seen.run(completed("a", {"main": [{"n": 1}]}, origin="skipped"))
    assert (skipped["status"], skipped["origin"], skipped["items_out"]) == ("skipped", "skipped", 1)


async def test_waiting_anew_after_a_decision_is_waiting(seen: Seen) -> None:
    begun = [requested(), claimed(), waiting("a", "approval")]
    run = await seen.run(*begun, resumed("a", "approve"), waiting("a", "time"))
    assert (run["status"], run["waiting"] and run["waiting"]["kind"]) == ("waiting", "time")


async def test_a_failure_that_was_handled_has_output(seen: Seen, tape: Tape, read_model: ReadModel) -> None:
    run = await seen.run(requested(), claimed(), handled("a", {"error": [{"e": 1}], "main": []}), over("a"))
    assert (run["status"], run["handled"], run["items_out"]) == ("failed", True, 1)
    assert run["output"] == {"error": [{"json": {"e": 1}}], "main": []}
    async with read_model.fresh() as conn:
        execution = await get_execution(conn, tape.project, EXECUTION)
    assert execution
    assert execution["output_data"] == {"a": [{"e": 1}]}


async def test_a_failure_that_ended_it_has_none(seen: Seen) -> None:
    run = await seen.run(requested(), claimed(), failed("a"))
    assert (run["handled"], run["output"], run["items_out"]) == (False, None, None)


@pytest.mark.parametrize("origin", ["pinned", "given", "reused"])
async def test_where_output_is_from_is_shown(seen: Seen, origin: str) -> None:
    run = await seen.run(requested(), claimed(), completed("a", {"main": [{}]}, origin=origin))
    assert (run["status"], run["origin"]) == ("completed", origin)


async def test_many_runs_in_one_event_are_shown_one_by_one(tape: Tape, read_model: ReadModel) -> None:
    tape.append(EXECUTION, requested(), claimed(), started("a"))
    tape.append(EXECUTION, many("a", 5), many("b", 3), over("a"))
    catch_up(tape.conn, GROUPS)
    shown: list[NodeRun] = []
    cursor = None
    async with read_model.fresh() as conn:
        while not shown or cursor:
            page = await list_nodes(conn, tape.project, EXECUTION, limit=2, cursor=cursor)
            assert page
            shown += page["items"]
            cursor = page["next_cursor"]
        items = await node_items(conn, tape.project, EXECUTION, "a", payloads=NoPayloads())
        execution = await get_execution(conn, tape.project, EXECUTION)
    order = [(run["node_id"], run["run_index"]) for run in shown]
    assert order == [("b", 2), ("b", 1), ("b", 0), ("a", 4), ("a", 3), ("a", 2), ("a", 1), ("a", 0)]
    assert shown[0]["output"] == {}
    assert shown[1]["output"] == {"main": [{"json": {"n": 2**64 + 1}}]}
    assert items
    assert items["items"] == [{"json": {"n": 2**64 + 1}}, {"json": {"n": 2**64 + 3}}]
    assert execution
    assert execution["output_data"] == {"a": [{"n": 2**64 + 1}, {"n": 2**64 + 3}]}


class NoPayloads:
    async def items_of(self, *_: Any) -> list[Any]:
        raise AssertionError("nothing is large here")


async def test_packed_or_not_the_same_is_shown(tape: Tape, read_model: ReadModel) -> None:
    """All but the positions."""
    facts = [Fact(event=event, data=data) for event, data in (requested(), (claimed(), None))]
    facts += [
        Fact(event=event, data=data)
        for n in range(40)
        for event, data in (completed("a", {"main": [{"n": n}], "other": []}, n), completed("b", {}, n))
    ]
    facts.append(Fact(event=over("a", "b")))
    shown = []
    for story in (facts, packed(facts, {fact.event_id for fact in facts[2:-1]})):
        execution = new_id()
        tape.append(execution, *((fact.event, fact.data) for fact in story))
        catch_up(tape.conn, GROUPS)
        async with read_model.fresh() as conn:
            one = await get_execution(conn, tape.project, execution)
            page = await list_nodes(conn, tape.project, execution, limit=200)
            items = await node_items(conn, tape.project, execution, "a", payloads=NoPayloads())
        assert one
        assert page
        runs = [{**run, "position": 0} for run in page["items"]]
        shown.append((one["output_data"], runs, items))
    assert shown[0] == shown[1]
    assert len(shown[0][1]) == 80


async def test_a_page_of_long_events_ends_early_and_the_next_goes_on(
    tape: Tape, read_model: ReadModel
) -> None:
    tape.append(EXECUTION, requested(), claimed(), *(many("a", 1200, 1200 * n) for n in range(4)), over("a"))
    catch_up(tape.conn, GROUPS)
    found, cursor, pages = [], None, 0
    async with read_model.fresh() as conn:
        while pages == 0 or cursor:
            page = await list_events(conn, tape.project, EXECUTION, cursor=cursor)
            assert page
            assert page["items"]
            found += [event["version"] for event in page["items"]]
            cursor, pages = page["next_cursor"], pages + 1
    assert found == [1, 2, 3, 4, 5, 6, 7]
    assert 1 < pages < 7
