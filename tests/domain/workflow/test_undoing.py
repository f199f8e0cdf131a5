"""Undoing in a workflow that others have gone on with."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.workflow import events as e
from domain.workflow.refusals import EditsConflict
from domain.workflow.state import Workflow
from domain.workflow.undoing import undo
from tests.domain.workflow.story import given, then

A = e.NodeAdded(
    node_id="a",
    type="data.set",
    name="a",
    position={"x": 0, "y": 0},
    parameters={},
    settings={},
    disabled=False,
    credentials={},
)
B = e.NodeAdded(**{**{name: getattr(A, name) for name in A.__dataclass_fields__}, "node_id": "b"})
EDGE = {"source": "a", "source_port": "main", "target": "b", "target_port": "main"}
START = given(A, B, e.NodesConnected(**EDGE), e.NotesChanged(notes=[{"id": "n", "text": "1"}]))


def undone(step: Sequence[Any], since: Sequence[Any] = ()) -> Workflow:
    """The workflow after a step, what others did since, and the step's undoing."""
    after = then(START, step)
    now = then(after, since) if since else after
    return then(now, undo(START, after, now))


SOME = [
    e.NodeConfigured(node_id="a", parameters={"x": 1}),
    e.NodeMoved(node_id="b", x=3, y=4),
    e.NodeRenamed(node_id="a", name="other"),
    e.NodeDisabled(node_id="a"),
    e.NodePinned(node_id="b", items=[{"json": {}}]),
    e.SettingsChanged(settings={"order": "parallel"}, changed=["order"]),
    e.NoteChanged(note={"id": "n", "text": "2"}),
    e.NoteAdded(note={"id": "m"}),
    e.NoteRemoved(note_id="n"),
    e.GroupAdded(group={"id": "g"}),
    e.ConnectionRemoved(**EDGE),
    e.WorkflowRenamed(name="new"),
    e.WorkflowDescribed(description="new"),
]


@drawn(st.lists(st.sampled_from(SOME), min_size=1, max_size=6))
def test_undoing_alone_leads_back(step: list[Any]) -> None:
    back = undone(step)
    assert (back.name, back.description) == (START.name, START.description)
    assert back.nodes == START.nodes
    assert set(back.edges) == set(START.edges)
    assert (back.settings, back.groups, back.pins) == (START.settings, START.groups, START.pins)
    assert sorted(map(str, back.notes)) == sorted(map(str, START.notes))


def test_a_removed_node_comes_back_with_its_edges_and_its_data() -> None:
    back = undone([e.ConnectionRemoved(**EDGE), e.NodeRemoved(node_id="a")])
    assert back.nodes["a"] == START.nodes["a"]
    assert list(back.edges) == list(START.edges)


def test_what_others_did_to_other_fields_of_the_same_node_stays() -> None:
    back = undone([e.NodeConfigured(node_id="a", parameters={"x": 1})], [e.NodeMoved(node_id="a", x=9, y=9)])
    assert back.nodes["a"]["parameters"] == {}
    assert back.nodes["a"]["position"] == {"x": 9, "y": 9}


def test_what_others_added_stays() -> None:
    others = [e.NoteAdded(note={"id": "theirs"}), e.NodeDisabled(node_id="b")]
    back = undone([e.NoteChanged(note={"id": "n", "text": "2"})], others)
    assert back.notes == [{"id": "n", "text": "1"}, {"id": "theirs"}]
    assert back.nodes["b"]["disabled"]


def test_what_somebody_undid_by_hand_is_left_alone() -> None:
    step, by_hand = e.NodeMoved(node_id="a", x=1, y=1), e.NodeMoved(node_id="a", x=0, y=0)
    after = then(START, [step])
    assert undo(START, after, then(after, [by_hand])) == []


@pytest.mark.parametrize(
    ("step", "since"),
    [
        (e.NodeMoved(node_id="a", x=1, y=1), e.NodeMoved(node_id="a", x=2, y=2)),
        (e.NodeMoved(node_id="a", x=1, y=1), e.NodeRemoved(node_id="a")),
        (e.NoteChanged(note={"id": "n", "text": "2"}), e.NoteChanged(note={"id": "n", "text": "3"})),
        (e.ConnectionRemoved(**EDGE), e.NodeRemoved(node_id="b")),
        (e.WorkflowRenamed(name="x"), e.WorkflowRenamed(name="y")),
    ],
)
def test_what_others_changed_since_is_not_overwritten(step: Any, since: Any) -> None:
    with pytest.raises(EditsConflict):
        undone([step], [since])


def test_a_node_that_somebody_connected_since_is_not_taken_away() -> None:
    added = e.NodeAdded(**{**{name: getattr(A, name) for name in A.__dataclass_fields__}, "node_id": "c"})
    with pytest.raises(EditsConflict):
        undone([added], [e.NodesConnected(**{**EDGE, "target": "c"})])
