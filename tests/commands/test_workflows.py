import asyncio
from typing import Any
from uuid import UUID

import pytest

from commands.activate_workflow import activate_workflow
from commands.apply_commands import apply_commands
from commands.archive_workflow import archive_workflow
from commands.change_definition import change_definition
from commands.change_workflow import Changed
from commands.context import Context
from commands.create_workflow import Created, create_workflow
from commands.deactivate_workflow import deactivate_workflow
from commands.describe_workflow import describe_workflow
from commands.errors import Invalid, NotFound, NotRunnable, Stale, TooLarge
from commands.load_workflow import load_workflow
from commands.ports import Append
from commands.publish_workflow import publish_workflow
from domain.execution.events import CancelRequested
from domain.ids import new_id
from domain.tape import Cause, Fact
from domain.workflow.state import Workflow

START = {"id": "start", "type": "trigger.manual"}
SET = {"id": "set", "type": "data.set", "parameters": {"fields": []}}
WHOLE = {"nodes": [START, SET], "edges": [{"source": "start", "target": "set"}]}
EMPTY: dict[str, Any] = {"nodes": []}


async def created(context: Context, cause: Cause, definition: Any = WHOLE) -> Created:
    return await create_workflow(context, cause, name="story", definition=definition)


async def loaded(context: Context, workflow_id: UUID, upto: int | None = None) -> Workflow:
    workflow = await load_workflow(context.store, workflow_id, upto)
    assert workflow is not None
    return workflow


async def test_a_created_workflow_is_on_the_tape(context: Context, cause: Cause) -> None:
    made = await created(context, cause)
    workflow = await loaded(context, made.workflow_id)
    assert (made.version, made.position) == (workflow.version, workflow.position) == (4, workflow.position)
    assert (workflow.name, workflow.project_id) == ("story", cause.project_id)
    assert list(workflow.nodes) == ["start", "set"]


async def test_another_definition_is_stored_as_it_is_and_older_ones_stay(
    context: Context, cause: Cause
) -> None:
    made = await created(context, cause)
    definition = {"nodes": [{**SET, "parameters": {"fields": [], "keep": True, "__proto__": "\0🦆"}}, START]}
    changed = await change_definition(
        context, cause, workflow_id=made.workflow_id, definition=definition, expected_version=made.version
    )
    workflow = await loaded(context, made.workflow_id)
    assert changed == Changed(version=workflow.version, position=workflow.position)
    assert [node["id"] for node in workflow.definition()["nodes"]] == ["set", "start"]
    assert list(workflow.nodes["set"]["parameters"]) == ["fields", "keep", "__proto__"]
    assert list((await loaded(context, made.workflow_id, made.version)).nodes) == ["start", "set"]


async def test_the_same_definition_again_stores_nothing(context: Context, cause: Cause) -> None:
    made = await created(context, cause)
    changed = await change_definition(
        context, cause, workflow_id=made.workflow_id, definition=WHOLE, expected_version=made.version
    )
    assert changed == Changed(version=made.version, position=made.position)


async def test_nodes_sent_without_a_position_stay_where_they_are(context: Context, cause: Cause) -> None:
    placed = {"id": "placed", "type": "data.set", "position": {"x": 7, "y": 8}}
    made = await created(context, cause, {"nodes": [placed]})
    again = {"nodes": [{"id": "placed", "type": "data.set"}, {"id": "new", "type": "data.set"}]}
    await change_definition(
        context, cause, workflow_id=made.workflow_id, definition=again, expected_version=made.version
    )
    workflow = await loaded(context, made.workflow_id)
    assert workflow.nodes["placed"]["position"] == {"x": 7, "y": 8}


@pytest.mark.parametrize("wrong_by", [-1, 1])
async def test_a_definition_for_another_version_is_stale(
    context: Context, cause: Cause, wrong_by: int
) -> None:
    made = await created(context, cause)
    expected = made.version + wrong_by
    with pytest.raises(Stale) as refusal:
        await change_definition(
            context, cause, workflow_id=made.workflow_id, definition=EMPTY, expected_version=expected
        )
    assert refusal.value.current_version == made.version
    shown = [(event["version"], event["type"]) for event in refusal.value.events]
    assert shown == ([(4, "workflow.nodes_connected")] if wrong_by < 0 else [])


async def test_stale_commands_are_accepted_unless_they_touch_what_changed(
    context: Context, cause: Cause
) -> None:
    made = await created(context, cause)

    async def move(node_id: str) -> Changed:
        return await apply_commands(
            context,
            cause,
            workflow_id=made.workflow_id,
            expected_version=made.version,
            commands=[{"type": "move_node", "node_id": node_id, "x": 1, "y": 2}],
        )

    first = await move("set")
    second = await move("start")
    assert (first.version, second.version) == (made.version + 1, made.version + 2)
    with pytest.raises(Stale) as refusal:
        await move("set")
    assert refusal.value.current_version == second.version
    assert [event["data"]["node_id"] for event in refusal.value.events] == ["set", "start"]
    assert (await loaded(context, made.workflow_id)).version == second.version


async def test_commands_for_a_version_that_is_not_there_yet_are_refused(
    context: Context, cause: Cause
) -> None:
    made = await created(context, cause)
    commands = [{"type": "disable_node", "node_id": "set"}]
    with pytest.raises(Stale) as refusal:
        await apply_commands(
            context, cause, workflow_id=made.workflow_id, expected_version=made.version + 1, commands=commands
        )
    assert (refusal.value.current_version, refusal.value.events) == (made.version, [])


async def test_a_batch_with_one_wrong_command_stores_nothing(context: Context, cause: Cause) -> None:
    made = await created(context, cause)
    commands = [{"type": "disable_node", "node_id": "set"}, {"type": "remove_node", "node_id": "zz"}]
    with pytest.raises(Invalid) as refusal:
        await apply_commands(
            context, cause, workflow_id=made.workflow_id, expected_version=made.version, commands=commands
        )
    assert refusal.value.errors[0].loc == ("commands", 1, "node_id")
    assert (await loaded(context, made.workflow_id)).version == made.version


async def test_what_is_malformed_is_refused_before_anything_is_stored(context: Context, cause: Cause) -> None:
    with pytest.raises(Invalid) as refusal:
        await created(context, cause, {"nodes": [{"id": "a", "type": "nothing.such"}]})
    assert [error.loc for error in refusal.value.errors] == [("definition", "nodes", 0, "type")]
    with pytest.raises(Invalid, match="name"):
        await create_workflow(context, cause, name="")
    with pytest.raises(TooLarge, match="10,000 nodes"):
        await created(context, cause, {"nodes": [{"id": f"n{i}", "type": "data.set"} for i in range(10_001)]})


async def test_describing_twice_changes_it_once(context: Context, cause: Cause) -> None:
    made = await created(context, cause)

    async def describe() -> Changed:
        return await describe_workflow(context, cause, workflow_id=made.workflow_id, name="x", tags=["t"])

    first = await describe()
    assert first.version == made.version + 2
    assert await describe() == first
    workflow = await loaded(context, made.workflow_id)
    assert (workflow.name, workflow.tags, workflow.description) == ("x", ["t"], "")


async def test_publishing_and_activating_twice_change_nothing(context: Context, cause: Cause) -> None:
    made = await created(context, cause)
    published = await publish_workflow(context, cause, workflow_id=made.workflow_id)
    assert await publish_workflow(context, cause, workflow_id=made.workflow_id) == published
    active = await activate_workflow(context, cause, workflow_id=made.workflow_id)
    assert await activate_workflow(context, cause, workflow_id=made.workflow_id) == active
    workflow = await loaded(context, made.workflow_id)
    assert (workflow.published_version, workflow.is_active) == (made.version, True)
    stopped = await deactivate_workflow(context, cause, workflow_id=made.workflow_id)
    assert await deactivate_workflow(context, cause, workflow_id=made.workflow_id) == stopped
    assert stopped.version == made.version + 3


async def test_what_can_not_run_is_saved_but_neither_published_nor_activated(
    context: Context, cause: Cause
) -> None:
    made = await created(context, cause, {"nodes": [SET]})
    for command in (publish_workflow, activate_workflow):
        with pytest.raises(NotRunnable) as refusal:
            await command(context, cause, workflow_id=made.workflow_id)
        assert [problem.code for problem in refusal.value.problems] == ["no_trigger"]


async def test_a_half_built_draft_does_not_keep_the_published_version_from_running(
    context: Context, cause: Cause
) -> None:
    made = await created(context, cause)
    await publish_workflow(context, cause, workflow_id=made.workflow_id)
    await change_definition(
        context, cause, workflow_id=made.workflow_id, definition=EMPTY, expected_version=made.version + 1
    )
    await activate_workflow(context, cause, workflow_id=made.workflow_id)
    workflow = await loaded(context, made.workflow_id)
    assert (workflow.is_active, workflow.published_version) == (True, made.version)


async def test_an_archived_workflow_is_gone_and_archiving_it_again_changes_nothing(
    context: Context, cause: Cause
) -> None:
    made = await created(context, cause)
    gone = await archive_workflow(context, cause, workflow_id=made.workflow_id)
    assert await archive_workflow(context, cause, workflow_id=made.workflow_id) == gone
    with pytest.raises(NotFound):
        await describe_workflow(context, cause, workflow_id=made.workflow_id, name="x")


async def test_what_is_another_projects_or_no_workflow_is_not_found(context: Context, cause: Cause) -> None:
    made = await created(context, cause)
    stranger = Cause(project_id=new_id(), actor="user:eve")
    execution = new_id()
    facts = [Fact(event=CancelRequested(by="user:ada"))]
    await context.store.append(Append(stream_id=execution, expected=0, facts=facts, cause=cause))
    for asking, workflow_id in ((stranger, made.workflow_id), (cause, new_id()), (cause, execution)):
        with pytest.raises(NotFound, match=str(workflow_id)):
            await archive_workflow(context, asking, workflow_id=workflow_id)


async def test_edits_at_the_same_moment_are_decided_again_and_none_is_lost(
    context: Context, cause: Cause
) -> None:
    nodes = [{"id": f"n{number}", "type": "data.set"} for number in range(5)]
    made = await created(context, cause, {"nodes": nodes})
    done = await asyncio.gather(
        *(
            apply_commands(
                context,
                cause,
                workflow_id=made.workflow_id,
                expected_version=made.version,
                commands=[{"type": "disable_node", "node_id": node["id"]}],
            )
            for node in nodes
        )
    )
    assert sorted(changed.version for changed in done) == [made.version + n for n in range(1, 6)]
    workflow = await loaded(context, made.workflow_id)
    assert all(node["disabled"] for node in workflow.nodes.values())


async def test_of_two_definitions_at_the_same_moment_one_is_stale(context: Context, cause: Cause) -> None:
    made = await created(context, cause)
    ends = await asyncio.gather(
        *(
            change_definition(
                context,
                cause,
                workflow_id=made.workflow_id,
                definition={"nodes": [node]},
                expected_version=made.version,
            )
            for node in (START, SET)
        ),
        return_exceptions=True,
    )
    assert sorted(type(end).__name__ for end in ends) == ["Changed", "Stale"]


async def test_every_thousandth_event_keeps_a_snapshot_that_loads_the_same(
    context: Context, cause: Cause
) -> None:
    nodes = [
        {"id": f"n{number}", "type": "data.set", "parameters": {"b": 1, "a": 2**70}} for number in range(998)
    ]
    made = await created(context, cause, {"nodes": nodes})
    assert (made.version, await context.store.load_snapshot(made.workflow_id)) == (999, None)
    moves = [{"type": "move_node", "node_id": f"n{number}", "x": 1, "y": 1} for number in range(3)]
    changed = await apply_commands(
        context, cause, workflow_id=made.workflow_id, expected_version=made.version, commands=moves
    )
    kept = await context.store.load_snapshot(made.workflow_id)
    assert kept is not None
    assert kept[0] == changed.version == 1_002
    workflow = await loaded(context, made.workflow_id)
    assert workflow.position == changed.position
    assert list(workflow.nodes["n0"]["parameters"].items()) == [("b", 1), ("a", 2**70)]
    assert (await loaded(context, made.workflow_id, 1_000)).nodes["n1"]["position"] == {"x": 0, "y": 140}


async def test_a_version_that_was_never_reached_does_not_load(context: Context, cause: Cause) -> None:
    made = await created(context, cause)
    assert await load_workflow(context.store, made.workflow_id, made.version + 1) is None
    assert await load_workflow(context.store, made.workflow_id, 0) is None
