from itertools import pairwise

from hypothesis import given as any_of
from hypothesis import settings

from domain.json_text import dumps, loads
from domain.tape import Recorded
from domain.workflow import events as e
from domain.workflow.changes import changes
from domain.workflow.shapes import Definition
from domain.workflow.state import Workflow, evolve, fold
from tests.domain.workflow.definitions import definitions
from tests.domain.workflow.story import BEGAN, PROJECT, WORKFLOW, definition, given, recorded
from tests.fixtures.growth import growth


def test_it_knows_where_it_stands_on_the_tape() -> None:
    workflow = given(e.WorkflowRenamed(name="other"))
    assert (workflow.id, workflow.project_id) == (WORKFLOW, PROJECT)
    assert (workflow.version, workflow.position) == (2, 102)
    assert (workflow.updated_at - BEGAN).seconds == 2
    assert (workflow.created_at - BEGAN).seconds == 1


def test_what_is_said_about_it_leaves_its_definition_alone() -> None:
    workflow = given(
        *changes(given(), definition("a")),
        e.WorkflowTagged(tags=["x"]),
        e.WorkflowFiled(folder="f"),
        e.WorkflowDescribed(description="d"),
        e.VersionPublished(version=2),
        e.WorkflowActivated(),
    )
    assert (workflow.version, workflow.definition_version) == (7, 2)
    assert (workflow.tags, workflow.folder, workflow.description) == (["x"], "f", "d")
    assert (workflow.published_version, workflow.is_active) == (2, True)


def test_one_more_event_leaves_the_state_before_it_alone() -> None:
    before = given(*changes(given(), definition("a")))
    [removal] = recorded([e.NodeRemoved(node_id="a")], 3)
    after = evolve(before, removal)
    assert (list(before.nodes), before.version) == (["a"], 2)
    assert (list(after.nodes), after.version) == ([], 3)


@settings(max_examples=100, deadline=None)
@any_of(definitions())
def test_a_snapshot_read_back_is_the_same_state(one: Definition) -> None:
    workflow = given(*changes(given(), one))
    again = Workflow.from_json(loads(dumps(workflow.to_json())))
    assert again == workflow
    assert dumps(again.definition()) == dumps(one)


def test_ten_thousand_events_are_folded_one_as_quickly_as_the_other() -> None:
    def story(nodes: int) -> list[Recorded]:
        ids = [f"n{number}" for number in range(nodes)]
        events = changes(given(), definition(*ids, edges=list(pairwise(ids))))
        return recorded([e.WorkflowCreated(name="big", description=""), *events])

    small, large = story(250), story(5_000)
    assert len(large) == 10_000
    folded = fold(large)
    assert folded is not None
    assert len(folded.edges) == 4_999
    assert growth(lambda: fold(small), lambda: fold(large)) < 80
