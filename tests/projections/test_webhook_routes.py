"""Which workflow answers at an address below /hooks/."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.ids import new_id
from domain.workflow import events as w
from projections.engine.catch_up import catch_up
from projections.groups import GROUPS
from projections.read_model import ReadModel
from projections.workflows.queries import WebhookRoute, find_webhook, webhooks_of
from tests.projections.tape import Tape
from tests.projections.test_workflows import added


class Hooks:
    def __init__(self, tape: Tape, conn: psycopg.Connection[Any], read_model: ReadModel) -> None:
        self.tape, self._conn, self._read_model = tape, conn, read_model

    def active(self, path: str, **parameters: Any) -> UUID:
        workflow = new_id()
        created = w.WorkflowCreated(name="w", description="")
        hook = added("hook", "trigger.webhook", path=path, **parameters)
        self.tape.append(workflow, created, hook, w.VersionPublished(version=2), w.WorkflowActivated())
        return workflow

    async def find(self, path: str, method: str = "POST") -> WebhookRoute | None:
        catch_up(self._conn, GROUPS)
        async with self._read_model.now() as reading:
            return await find_webhook(reading, path, method)

    async def workflow_at(self, path: str, method: str = "POST") -> UUID | None:
        route = await self.find(path, method)
        return route["workflow_id"] if route else None


@pytest.fixture
def hooks(tape: Tape, conn: psycopg.Connection[Any], read_model: ReadModel) -> Hooks:
    return Hooks(tape, conn, read_model)


async def test_an_active_workflow_answers_with_its_published_version(hooks: Hooks) -> None:
    workflow = hooks.active("/orders/new/", methods=["put", "POST"], respond="last", status=201)
    route = await hooks.find("orders/new", "put")
    assert route == {
        "workflow_id": workflow,
        "project_id": hooks.tape.project,
        "version": 2,
        "node_id": "hook",
        "respond": "last",
        "status": 201,
        "priority": None,
        "parameters": {"path": "/orders/new/", "methods": ["put", "POST"], "respond": "last", "status": 201},
        "params": {},
    }
    assert await hooks.workflow_at("orders/new", "GET") is None
    assert await hooks.workflow_at("orders") is None
    assert await hooks.workflow_at("\0") is None


async def test_what_is_drawn_but_not_published_does_not_answer(hooks: Hooks) -> None:
    workflow = hooks.active("first")
    hooks.tape.append(workflow, w.NodeConfigured(node_id="hook", parameters={"path": "second"}))
    assert await hooks.workflow_at("first") == workflow
    assert await hooks.workflow_at("second") is None
    hooks.tape.append(workflow, w.VersionPublished(version=5))
    assert await hooks.workflow_at("first") is None
    assert await hooks.workflow_at("second") == workflow
    hooks.tape.append(workflow, w.VersionPublished(version=2))
    assert await hooks.workflow_at("first") == workflow


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_version_of_the_past_can_be_published(hooks: Hooks, at_once: bool) -> None:
    workflow = new_id()
    hook = added("hook", "trigger.webhook", path="past")
    drawn = [w.WorkflowCreated(name="w", description=""), hook]
    changed = w.NodeConfigured(node_id="hook", parameters={"path": "present"})
    published = [w.VersionPublished(version=2), w.WorkflowActivated()]
    parts: list[list[Any]] = [[*drawn, changed, *published]] if at_once else [drawn, [changed], published]
    for part in parts:
        hooks.tape.append(workflow, *part)
        await hooks.find("")
    assert await hooks.workflow_at("past") == workflow
    assert await hooks.workflow_at("present") is None


@pytest.mark.parametrize("end", [w.WorkflowDeactivated(), w.WorkflowArchived()])
async def test_an_inactive_workflow_does_not_answer(hooks: Hooks, end: Any) -> None:
    workflow = hooks.active("here")
    assert await hooks.workflow_at("here") == workflow
    hooks.tape.append(workflow, end)
    assert await hooks.workflow_at("here") is None


async def test_an_exact_path_goes_before_patterns_and_literals_before_names(hooks: Hooks) -> None:
    loose, tight, exact = hooks.active(":a/:b"), hooks.active("users/:id"), hooks.active("users/me")
    route = await hooks.find("users/42")
    assert route is not None
    assert (route["workflow_id"], route["params"]) == (tight, {"id": "42"})
    assert await hooks.workflow_at("users/me") == exact
    assert await hooks.workflow_at("a/b") == loose
    assert await hooks.workflow_at("a/b/c") is None


async def test_the_first_one_activated_keeps_an_address(hooks: Hooks) -> None:
    first, second = hooks.active("same"), hooks.active("same")
    assert await hooks.workflow_at("same") == first
    hooks.tape.append(first, w.WorkflowDeactivated(), w.WorkflowActivated())
    assert await hooks.workflow_at("same") == second


def test_webhooks_of_a_definition_leave_out_what_cannot_answer() -> None:
    nodes = [
        {"id": "a", "type": "trigger.webhook", "parameters": {"path": "/x/", "methods": ["get", "GET"]}},
        {"id": "b", "type": "trigger.webhook", "parameters": {"path": "y"}, "disabled": True},
        {"id": "c", "type": "trigger.webhook", "parameters": {}},
        {"id": "d", "type": "trigger.webhook", "parameters": {"path": "z", "methods": 3}},
        {"id": "e", "type": "trigger.manual", "parameters": {"path": "z"}},
        {"id": "f", "type": "trigger.webhook", "parameters": {"path": "w"}},
    ]
    assert webhooks_of({"nodes": nodes}) == [
        {"node_id": "a", "methods": ["GET"], "path": "x"},
        {"node_id": "f", "methods": ["POST"], "path": "w"},
    ]
