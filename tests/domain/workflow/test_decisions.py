import pytest

from domain.workflow import decisions
from domain.workflow import events as e
from domain.workflow.catalogue import Problem
from domain.workflow.changes import changes
from domain.workflow.refusals import DefinitionRefused, WorkflowNotRunnable
from tests.domain.workflow.story import definition, given, then

PROBLEM = Problem(node_id=None, loc=["nodes"], message="it has none", code="no_trigger")


def test_it_is_created_with_its_definition() -> None:
    events = decisions.create(decisions.about(name="new", description="d"), definition("a"))
    assert events[0] == e.WorkflowCreated(name="new", description="d")
    assert [type(event) for event in events] == [e.WorkflowCreated, e.NodeAdded]


def test_describing_it_says_what_changed_and_nothing_else() -> None:
    said = decisions.about(name="story", description="d", tags=["x", "y", "x"], folder="f")
    events = decisions.describe(given(), said)
    assert events == [
        e.WorkflowDescribed(description="d"),
        e.WorkflowTagged(tags=["x", "y"]),
        e.WorkflowFiled(folder="f"),
    ]
    assert decisions.describe(then(given(), events), said) == []


def test_an_empty_folder_takes_it_out_of_its_folder() -> None:
    filed = given(e.WorkflowFiled(folder="f"))
    assert decisions.describe(filed, decisions.about(folder="")) == [e.WorkflowFiled(folder=None)]


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", 1), ("tags", "x"), ("tags", [""]), ("folder", 1)]
)
def test_what_can_not_be_said_is_refused(field: str, value: object) -> None:
    with pytest.raises(DefinitionRefused) as refusal:
        decisions.about(**{field: value})
    assert refusal.value.errors[0].loc[0] == field
    assert refusal.value.code == "invalid_workflow"


def test_publishing_twice_changes_nothing() -> None:
    workflow = given(*changes(given(), definition("a")))
    events = decisions.publish(workflow, [])
    assert events == [e.VersionPublished(version=2)]
    assert decisions.publish(then(workflow, events), []) == []


def test_a_changed_draft_is_published_anew() -> None:
    workflow = given(e.VersionPublished(version=1), e.NotesChanged(notes=[{}]), e.WorkflowRenamed(name="x"))
    assert decisions.publish(workflow, []) == [e.VersionPublished(version=4)]


def test_what_can_not_run_is_not_published_and_not_activated() -> None:
    for decide in (decisions.publish, decisions.activate):
        with pytest.raises(WorkflowNotRunnable) as refusal:
            decide(given(), [PROBLEM])
        assert refusal.value.problems == [PROBLEM]


def test_activating_publishes_if_nothing_is() -> None:
    events = decisions.activate(given(), [])
    assert events == [e.VersionPublished(version=1), e.WorkflowActivated()]
    assert decisions.activate(then(given(), events), []) == []


def test_activating_leaves_the_published_version_as_it_is() -> None:
    workflow = given(e.VersionPublished(version=1), e.NotesChanged(notes=[{}]))
    assert decisions.activate(workflow, []) == [e.WorkflowActivated()]


def test_deactivating_twice_changes_nothing() -> None:
    assert decisions.deactivate(given(e.WorkflowActivated())) == [e.WorkflowDeactivated()]
    assert decisions.deactivate(given()) == []


def test_archiving_deactivates_and_happens_once() -> None:
    workflow = given(e.WorkflowActivated())
    events = decisions.archive(workflow)
    assert events == [e.WorkflowDeactivated(), e.WorkflowArchived()]
    assert decisions.archive(then(workflow, events)) == []
