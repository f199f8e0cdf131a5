from collections.abc import Sequence
from typing import Any

import pytest

from domain.workflow import edits
from domain.workflow import events as e
from domain.workflow.changes import changes
from domain.workflow.refusals import DefinitionRefused, DefinitionTooLarge, EditsConflict
from domain.workflow.state import Workflow
from tests.domain.workflow.story import TYPES, definition, given, then

ON_A = {"node_id": "a"}
A_TO_B = {"source": "a", "target": "b"}
EDGE = {"source": "a", "source_port": "main", "target": "b", "target_port": "main"}


@pytest.fixture
def workflow() -> Workflow:
    """Three nodes in a row; nothing else is set."""
    return given(*changes(given(), definition("a", "b", "c", edges=[("a", "b"), ("b", "c")])))


def when(workflow: Workflow, *commands: Any, since: Sequence[e.WorkflowEvent] = ()) -> list[e.WorkflowEvent]:
    return edits.decide(workflow, edits.parse(commands), TYPES, since)


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (
            {"type": "configure_node", **ON_A, "parameters": {"x": 1}},
            e.NodeConfigured(node_id="a", parameters={"x": 1}),
        ),
        (
            {"type": "change_node_settings", **ON_A, "settings": {"once": True, "timeout_s": 2}},
            e.NodeSettingsChanged(node_id="a", settings={"once": True, "timeout_s": 2}),
        ),
        (
            {"type": "change_node_credentials", **ON_A, "credentials": {"api": "id"}},
            e.NodeCredentialsChanged(node_id="a", credentials={"api": "id"}),
        ),
        ({"type": "move_node", **ON_A, "x": 1, "y": 2.5}, e.NodeMoved(node_id="a", x=1, y=2.5)),
        ({"type": "rename_node", **ON_A, "name": "\0"}, e.NodeRenamed(node_id="a", name="\0")),
        ({"type": "disable_node", **ON_A}, e.NodeDisabled(node_id="a")),
        (
            {"type": "pin_node", **ON_A, "items": [{"json": {"x": 1}}]},
            e.NodePinned(node_id="a", items=[{"json": {"x": 1}}]),
        ),
        ({"type": "remove_connection", **A_TO_B}, e.ConnectionRemoved(**EDGE)),
        (
            {"type": "connect_nodes", "source": "a", "source_port": "x", "target": "c"},
            e.NodesConnected(source="a", source_port="x", target="c", target_port="main"),
        ),
        (
            {"type": "change_settings", "settings": {"priority": 1}},
            e.SettingsChanged(settings={"priority": 1}, changed=["priority"]),
        ),
        ({"type": "rename_workflow", "name": "x"}, e.WorkflowRenamed(name="x")),
        ({"type": "describe_workflow", "description": "x"}, e.WorkflowDescribed(description="x")),
    ],
)
def test_an_edit_happens_once(workflow: Workflow, command: dict[str, Any], event: e.WorkflowEvent) -> None:
    assert when(workflow, command) == [event]
    assert when(then(workflow, [event]), command) == []


def test_a_disabled_node_is_enabled_and_a_pinned_one_unpinned(workflow: Workflow) -> None:
    workflow = then(workflow, [e.NodeDisabled(node_id="a"), e.NodePinned(node_id="a", items=[])])
    commands = [{"type": "enable_node", **ON_A}, {"type": "unpin_node", **ON_A}]
    events = when(workflow, *commands)
    assert events == [e.NodeEnabled(node_id="a"), e.NodeUnpinned(node_id="a")]
    assert when(then(workflow, events), *commands) == []


def test_a_node_is_added_as_it_would_be_by_a_definition(workflow: Workflow) -> None:
    node = {"id": "d", "type": "sink", "settings": {"once": True, "timeout_s": 1}}
    after = then(workflow, when(workflow, {"type": "add_node", "node": node}))
    assert after.definition() == definition("a", "b", "c", node, edges=[("a", "b"), ("b", "c")])
    assert list(after.nodes["d"]["settings"]) == ["once", "timeout_s"]


def test_a_removed_node_takes_its_connections_and_pins_with_it(workflow: Workflow) -> None:
    workflow = then(workflow, [e.NodePinned(node_id="b", items=[])])
    after = then(workflow, when(workflow, {"type": "remove_node", "node_id": "b"}))
    assert after.definition() == definition("a", "c")


def test_later_edits_of_a_batch_see_earlier_ones(workflow: Workflow) -> None:
    events = when(
        workflow,
        {"type": "add_node", "node": {"id": "d", "type": "sink"}},
        {"type": "connect_nodes", "source": "c", "target": "d"},
        {"type": "remove_node", "node_id": "a"},
        {"type": "remove_connection", **A_TO_B},
    )
    assert list(then(workflow, events).nodes) == ["b", "c", "d"]


def test_null_removes_a_setting_and_leaves_the_others(workflow: Workflow) -> None:
    settings = {"priority": 1, "timezone": "Asia/Tokyo"}
    workflow = then(workflow, [e.SettingsChanged(settings=settings, changed=[*settings])])
    events = when(workflow, {"type": "change_settings", "settings": {"priority": None}})
    assert events == [e.SettingsChanged(settings={"timezone": "Asia/Tokyo"}, changed=["priority"])]


@pytest.mark.parametrize(
    ("command", "field", "message"),
    [
        ("x", (), "should be an object"),
        ({}, ("type",), "should be one of add_node"),
        ({"type": ["x"]}, ("type",), "should be one of add_node"),
        ({"type": "move_node", **ON_A, "x": 1}, ("y",), "is required"),
        ({"type": "move_node", **ON_A, "x": "1", "y": 1}, ("x",), "should be a number"),
        ({"type": "rename_node", **ON_A, "name": "x", "zz": 1}, ("zz",), "unknown field"),
        ({"type": "rename_node", "node_id": "zz", "name": "x"}, ("node_id",), "there is no node 'zz'"),
        ({"type": "rename_workflow", "name": ""}, ("name",), "at least 1 character"),
        ({"type": "remove_node", "node_id": "zz"}, ("node_id",), "there is no node 'zz'"),
        ({"type": "connect_nodes", "source": "zz", "target": "a"}, ("source",), "there is no node 'zz'"),
        ({"type": "connect_nodes", "source": "a", "target": "zz"}, ("target",), "there is no node 'zz'"),
        ({"type": "add_node", "node": {"id": "a", "type": "sink"}}, ("node", "id"), "has the id 'a'"),
        ({"type": "add_node", "node": {"id": "d", "type": "zz"}}, ("node", "type"), "no node type 'zz'"),
        (
            {"type": "add_node", "node": {"id": "__proto__", "type": "sink"}},
            ("node", "id"),
            "can't be the id",
        ),
        ({"type": "change_settings", "settings": {"zz": 1}}, ("settings", "zz"), "unknown field"),
    ],
)
def test_one_wrong_edit_refuses_the_batch_and_is_pointed_at(
    workflow: Workflow, command: object, field: tuple[str, ...], message: str
) -> None:
    with pytest.raises(DefinitionRefused) as refusal:
        when(workflow, {"type": "disable_node", **ON_A}, command)
    [error] = refusal.value.errors
    assert error.loc == ("commands", 1, *field)
    assert message in error.message
    assert refusal.value.code == "invalid_command"


def test_edits_that_make_it_too_large_are_refused(workflow: Workflow) -> None:
    half = {"text": "x" * 6_000_000}
    commands = [{"type": "configure_node", "node_id": node, "parameters": half} for node in ("a", "b")]
    assert len(when(workflow, commands[0])) == 1
    with pytest.raises(DefinitionTooLarge):
        when(workflow, *commands)


MOVED_A = e.NodeMoved(node_id="a", x=9, y=9)
CONNECTED_A_TO_C = e.NodesConnected(source="a", source_port="main", target="c", target_port="main")
PRIORITY = e.SettingsChanged(settings={"priority": 1}, changed=["priority"])
REMOVED_D = e.NodeRemoved(node_id="d")


@pytest.mark.parametrize(
    ("happened", "command"),
    [
        (MOVED_A, {"type": "move_node", "node_id": "b", "x": 1, "y": 1}),
        (MOVED_A, {"type": "connect_nodes", "source": "a", "target": "c"}),
        (CONNECTED_A_TO_C, {"type": "disable_node", "node_id": "a"}),
        (CONNECTED_A_TO_C, {"type": "remove_connection", **A_TO_B}),
        (PRIORITY, {"type": "change_settings", "settings": {"timezone": "Asia/Tokyo"}}),
        (PRIORITY, {"type": "add_note", "note": {"id": "n"}}),
        (e.VersionPublished(version=1), {"type": "disable_node", "node_id": "a"}),
    ],
)
def test_stale_edits_of_other_parts_are_accepted(
    workflow: Workflow, happened: e.WorkflowEvent, command: dict[str, Any]
) -> None:
    assert len(when(then(workflow, [happened]), command, since=[happened])) == 1


@pytest.mark.parametrize(
    ("happened", "command"),
    [
        (MOVED_A, {"type": "move_node", "node_id": "a", "x": 1, "y": 1}),
        (MOVED_A, {"type": "move_node", "node_id": "a", "x": 9, "y": 9}),
        (MOVED_A, {"type": "disable_node", "node_id": "a"}),
        (CONNECTED_A_TO_C, {"type": "connect_nodes", "source": "a", "target": "c"}),
        (CONNECTED_A_TO_C, {"type": "remove_node", "node_id": "c"}),
        (REMOVED_D, {"type": "connect_nodes", "source": "a", "target": "d"}),
        (REMOVED_D, {"type": "rename_node", "node_id": "d", "name": "x"}),
        (PRIORITY, {"type": "change_settings", "settings": {"priority": 2}}),
        (e.NotesChanged(notes=[]), {"type": "add_note", "note": {"id": "n"}}),
        (e.GroupsChanged(groups=[]), {"type": "add_group", "group": {"id": "g"}}),
        (e.WorkflowRenamed(name="x"), {"type": "rename_workflow", "name": "y"}),
        (e.WorkflowDescribed(description="x"), {"type": "describe_workflow", "description": "y"}),
    ],
)
def test_stale_edits_of_what_changed_since_are_refused(
    workflow: Workflow, happened: e.WorkflowEvent, command: dict[str, Any]
) -> None:
    with pytest.raises(EditsConflict):
        when(then(workflow, [happened]), command, since=[happened])


def test_a_node_too_many_is_refused() -> None:
    full = given(*changes(given(), definition(*(f"n{number}" for number in range(10_000)))))
    with pytest.raises(DefinitionTooLarge, match="10,001"):
        when(full, {"type": "add_node", "node": {"id": "d", "type": "sink"}})
