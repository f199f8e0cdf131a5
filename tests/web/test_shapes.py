"""What OpenAPI says of the answers is what they are."""

from typing import Any

import pytest
from pydantic import BaseModel

from tests.projections.stories import claimed, failed
from tests.web.people import Person
from tests.web.worker import append, ended, log, ran
from tests.web.workflows import activate, create, webhook
from web.api.services import Services
from web.api.shapes import accounts, executions, workflows


@pytest.fixture
async def execution(ann: Person, services: Services) -> str:
    workflow = await create(ann)
    started = await ann.post(f"/api/workflows/{workflow['id']}/execute", {"input": {"a": 1}})
    path = f"/api/executions/{started['execution_id']}"
    await log(services, started["execution_id"], "a line")
    await append(services, started["execution_id"], claimed(), ran("set", {}), failed("other"), ended())
    return path


def conforms(shape: type[BaseModel], answer: Any) -> None:
    """Every documented field is there, with a value of its type."""
    shape.model_validate(answer)


async def test_accounts(ann: Person) -> None:
    conforms(accounts.User, await ann.get("/api/user"))


async def test_workflows(ann: Person) -> None:
    made = await activate(ann, webhook("a"))
    conforms(workflows.Workflow, made)
    conforms(workflows.Workflow, await ann.get(f"/api/workflows/{made['id']}"))
    conforms(workflows.Workflows, await ann.get("/api/workflows"))
    conforms(workflows.Labels, await ann.get("/api/workflows/tags"))
    conforms(workflows.Labels, await ann.get("/api/workflows/folders"))
    conforms(workflows.WorkflowEvents, await ann.get(f"/api/workflows/{made['id']}/events"))
    conforms(workflows.Undoable, await ann.get(f"/api/workflows/{made['id']}/undo"))
    conforms(workflows.Versions, await ann.get(f"/api/workflows/{made['id']}/versions"))
    body = {"expected_version": made["version"], "commands": []}
    conforms(workflows.Changed, await ann.post(f"/api/workflows/{made['id']}/commands", body))


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("", executions.Execution),
        ("/nodes", executions.NodeRuns),
        ("/logs", executions.LogLines),
        ("/events", executions.Events),
        ("/data/set", executions.Items),
    ],
)
async def test_executions(ann: Person, execution: str, path: str, shape: type[BaseModel]) -> None:
    conforms(shape, await ann.get(execution + path))
    conforms(executions.Executions, await ann.get("/api/executions"))
