"""What a workflow looks like in lists, alone, and as it was."""

from typing import Any

import psycopg

from domain.ids import new_id
from domain.workflow import events as w
from projections.engine.catch_up import catch_up
from projections.groups import GROUPS
from projections.read_model import ReadModel
from projections.workflows.queries import get_workflow, list_workflows, workflow_at
from tests.projections.stories import requested
from tests.projections.tape import Tape

Conn = psycopg.Connection[Any]


def added(node_id: str, type_name: str = "data.set", **parameters: Any) -> w.NodeAdded:
    return w.NodeAdded(
        node_id=node_id,
        type=type_name,
        name=node_id,
        position={"x": 0, "y": 0},
        parameters=parameters,
        settings={},
        disabled=False,
        credentials={},
    )


async def test_a_workflow_is_shown_with_its_draft(conn: Conn, tape: Tape, read_model: ReadModel) -> None:
    workflow = new_id()
    deep: Any = {}
    for _ in range(99):
        deep = {"d": deep}
    tape.append(workflow, w.WorkflowCreated(name="Nul \0", description="d"), added("a", n=2**70, deep=deep))
    catch_up(conn, GROUPS)
    tape.append(workflow, w.WorkflowTagged(tags=["x\0", "y"]), w.WorkflowFiled(folder="f\0"))
    tape.append(
        workflow, added("b"), w.NodesConnected(source="a", source_port="main", target="b", target_port="main")
    )
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:
        shown = await get_workflow(reading, tape.project, workflow)
        assert await get_workflow(reading, new_id(), workflow) is None
    assert shown is not None
    assert (shown["name"], shown["tags"], shown["folder"]) == ("Nul \0", ["x\0", "y"], "f\0")
    assert (shown["version"], shown["position"], shown["published_version"]) == (6, 6, None)
    assert shown["definition"]["nodes"][0]["parameters"] == {"n": 2**70, "deep": deep}
    assert [edge["target"] for edge in shown["definition"]["edges"]] == ["b"]


async def test_workflows_are_listed_newest_first_and_found(
    conn: Conn, tape: Tape, read_model: ReadModel
) -> None:
    names = ["Invoices 100%", "Wetter Ümlaut", "nul \0 inside", "invoices_old", "gone"]
    ids = [new_id() for _ in names]
    for identity, name in zip(ids, names, strict=True):
        tape.append(identity, w.WorkflowCreated(name=name, description=""))
    tape.append(ids[0], w.WorkflowTagged(tags=["a\0b", "c"]))
    tape.append(ids[1], w.VersionPublished(version=1), w.WorkflowActivated())
    tape.append(ids[4], w.WorkflowArchived())
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:

        async def numbers(**asked: Any) -> list[int]:
            page = await list_workflows(reading, tape.project, **asked)
            return [ids.index(each["id"]) for each in page["items"]]

        assert await numbers() == [3, 2, 1, 0]
        assert await numbers(q="INVOICES") == [3, 0]
        assert await numbers(q="%") == [0]
        assert await numbers(q="_") == [3]
        assert await numbers(q="üML") == [1]
        assert await numbers(q="l \0 I") == [2]
        assert await numbers(tag="a\0b") == [0]
        assert await numbers(tag="a") == []
        assert await numbers(is_active=True) == [1]
        assert await numbers(is_active=False, q="inv") == [3, 0]
        first = await list_workflows(reading, tape.project, limit=3)
        assert await numbers(cursor=first["next_cursor"]) == [0]
        assert await get_workflow(reading, tape.project, ids[4]) is None
        assert (await list_workflows(reading, new_id()))["items"] == []


async def test_a_past_version_is_folded_from_the_tape(conn: Conn, tape: Tape, read_model: ReadModel) -> None:
    workflow, execution = new_id(), new_id()
    tape.append(workflow, w.WorkflowCreated(name="one", description=""), added("a"))
    tape.append(workflow, w.WorkflowRenamed(name="two"), w.NodeRemoved(node_id="a"))
    tape.append(execution, requested())
    catch_up(conn, GROUPS)
    async with read_model.fresh() as reading:
        past = await workflow_at(reading, tape.project, workflow, 2)
        assert past is not None
        assert (past.name, list(past.nodes), past.version) == ("one", ["a"], 2)
        assert await workflow_at(reading, tape.project, workflow, 5) is None
        assert await workflow_at(reading, new_id(), workflow, 2) is None
        assert await workflow_at(reading, tape.project, execution, 1) is None
