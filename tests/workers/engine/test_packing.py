"""Many completions in one event: fewer events, the same story."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain import json_text
from domain.execution import events as e
from domain.tape import Fact
from tests.projections.stories import claimed, completed, failed
from workers.engine.packing import FEWEST, MOST, MOST_BYTES, packed


def fact(run_index: int, size: int = 1, **changes: Any) -> Fact:
    event, data = completed("a", {"main": ["x" * size]}, run_index, **changes)
    return Fact(event=event, data=data)


def told(facts: list[Fact]) -> list[tuple[Any, Any]]:
    """Each event with its data, one completion at a time."""
    found: list[tuple[Any, Any]] = []
    for each in facts:
        data = json_text.read_back(each.data) if each.data else None
        if isinstance(each.event, e.NodeRunsCompleted):
            events = [e.NodeCompleted(**run) for run in each.event.runs]
            found += zip(events, data or [], strict=True)
        else:
            found.append((each.event, data))
    return found


def ids(facts: list[Fact]) -> set[UUID]:
    return {each.event_id for each in facts if isinstance(each.event, e.NodeCompleted)}


@given(st.lists(st.sampled_from(["run", "run", "run", "other", "empty", "children"]), max_size=60))
def test_packed_or_not_the_same_is_told_in_the_same_order(kinds: list[str]) -> None:
    facts = []
    for number, kind in enumerate(kinds * 3):
        match kind:
            case "other":
                facts.append(Fact(event=failed("a", run_index=number)))
            case "empty":
                facts.append(Fact(event=completed("a", {}, number)[0]))
            case "children":
                facts.append(fact(number, children=["c"], origin="pinned"))
            case _:
                facts.append(fact(number))
    assert told(packed(facts, ids(facts))) == told(facts)


def test_a_long_stretch_is_few_events_and_a_short_one_is_left_as_it_is() -> None:
    long = [fact(n) for n in range(MOST + FEWEST)]
    assert [len(each.event.runs) for each in packed(long, ids(long))] == [MOST, FEWEST]
    short = long[: FEWEST - 1]
    assert packed(short, ids(short)) == short


def test_what_may_not_be_packed_parts_a_stretch() -> None:
    facts = [*(fact(n) for n in range(FEWEST)), Fact(event=claimed()), *(fact(n) for n in range(FEWEST))]
    kinds = [type(each.event) for each in packed(facts, ids(facts))]
    assert kinds == [e.NodeRunsCompleted, e.ExecutionClaimed, e.NodeRunsCompleted]
    assert packed(facts, set()) == facts


def test_an_event_holds_so_much_data_and_no_more() -> None:
    facts = [fact(n, size=MOST_BYTES // 40) for n in range(100)]
    found = packed(facts, ids(facts))
    assert max(len(each.data or b"") for each in found) <= MOST_BYTES + 1000
    assert len(found) < 10
