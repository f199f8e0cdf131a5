from hypothesis import given as any_of
from hypothesis import settings

from domain.json_text import dumps
from domain.workflow import events as e
from domain.workflow.changes import changes
from domain.workflow.shapes import Definition
from tests.domain.workflow.definitions import definitions
from tests.domain.workflow.story import definition, given, then


@settings(max_examples=150, deadline=None)
@any_of(definitions(), definitions())
def test_the_changes_from_any_definition_to_any_other_lead_exactly_there(
    one: Definition, other: Definition
) -> None:
    workflow = given(*changes(given(), one))
    assert dumps(workflow.definition()) == dumps(one)
    after = then(workflow, changes(workflow, other))
    assert dumps(after.definition()) == dumps(other)


@settings(max_examples=100, deadline=None)
@any_of(definitions())
def test_the_same_definition_again_changes_nothing(one: Definition) -> None:
    assert changes(given(*changes(given(), one)), one) == []


def test_an_untouched_node_has_no_events() -> None:
    workflow = given(*changes(given(), definition("a", "b", edges=[("a", "b")])))
    moved = definition("a", {"id": "b", "type": "data.set", "position": {"x": 1, "y": 2}}, edges=[("a", "b")])
    assert changes(workflow, moved) == [e.NodeMoved(node_id="b", x=1, y=2)]


def test_a_node_of_another_type_is_removed_and_added_and_connected_again() -> None:
    workflow = given(*changes(given(), definition("a", "b", edges=[("a", "b")])))
    events = changes(workflow, definition("a", {"id": "b", "type": "sink"}, edges=[("a", "b")]))
    assert [type(event) for event in events] == [
        e.ConnectionRemoved,
        e.NodeRemoved,
        e.NodeAdded,
        e.NodesConnected,
    ]


def test_one_is_not_true_and_not_a_float_and_the_order_of_keys_counts() -> None:
    def holding(value: object) -> Definition:
        return definition({"id": "a", "type": "data.set", "parameters": {"v": value}})

    workflow = given(*changes(given(), holding(1)))
    assert [len(changes(workflow, holding(value))) for value in (1, 1.0, True)] == [0, 1, 1]
    workflow = given(*changes(given(), holding({"a": 1, "b": 2})))
    assert len(changes(workflow, holding({"b": 2, "a": 1}))) == 1


def test_reordering_is_told_only_where_the_order_is_another() -> None:
    workflow = given(*changes(given(), definition("a", "b")))
    assert not any(isinstance(x, e.DefinitionReordered) for x in changes(workflow, definition("a", "b", "c")))
    assert changes(workflow, definition("b", "a")) == [
        e.DefinitionReordered(nodes=["b", "a"], edges=[], pins=[])
    ]


def test_settings_say_which_of_them_changed() -> None:
    workflow = given(*changes(given(), definition(settings={"priority": 1, "order": "parallel"})))
    events = changes(workflow, definition(settings={"priority": 1, "timezone": "Asia/Tokyo"}))
    assert events == [
        e.SettingsChanged(settings={"priority": 1, "timezone": "Asia/Tokyo"}, changed=["timezone", "order"])
    ]


def test_pins_are_told_one_by_one_and_keep_their_order() -> None:
    def pinning(*pins: str) -> Definition:
        return definition("a", "b", pins={pin: [{"json": {}}] for pin in pins})

    workflow = given(*changes(given(), pinning("a", "b")))
    assert changes(workflow, pinning("b")) == [e.NodeUnpinned(node_id="a")]
    assert changes(workflow, pinning("b", "a")) == [
        e.DefinitionReordered(nodes=["a", "b"], edges=[], pins=["b", "a"])
    ]
