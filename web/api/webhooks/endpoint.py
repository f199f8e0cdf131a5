"""``/hooks/…``: plain ASGI, since what a webhook needs of FastAPI is nothing and it is the busiest route."""

import secrets
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from commands.errors import NotRunnable
from commands.requesting import Started
from commands.start_execution import start_execution
from domain.ids import new_id
from domain.tape import Cause
from projections.workflows.queries import WebhookRoute
from web.api.problems import Refusal
from web.api.services import Services, services_of
from web.api.waiting import first
from web.api.webhooks.incoming import item_of, segments_of
from web.api.webhooks.outcome import Outcome
from web.api.webhooks.response import failed, json_answer, sandboxed
from web.api.webhooks.uploads import Uploads

PATIENCE = 60.0
"""Seconds until a caller is told that the execution goes on without them."""
SLASH = secrets.token_hex(8)
"""Stands for an encoded slash while a route is looked up: no path names it, a ``:param`` may match it."""


class WebhookEndpoint:
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await _answer(services_of(request), request)
        await response(scope, receive, send)


async def _answer(services: Services, request: Request) -> Response:
    path = "/".join(segment.replace("/", SLASH) for segment in segments_of(request))
    route = await services.webhooks.find(path, request.method)
    if route is None:
        raise Refusal(404, "not_found", "no active webhook answers to this address and method")
    started = await _start(services, request, route)
    if route["respond"] == "immediately":
        accepted = {"execution_id": started.execution_id}
        return json_answer(accepted, route["status"] or 202)
    return await _reply(services, request, route, started)


async def _start(services: Services, request: Request, route: WebhookRoute) -> Started:
    cause = Cause(
        project_id=route["project_id"], actor="webhook", correlation_id=request.scope.get("request_id")
    )
    params = {name: value.replace(SLASH, "/") for name, value in route["params"].items()}
    execution_id = new_id()
    try:
        async with Uploads(services.most_file_bytes) as uploads:
            item = await item_of(request, params, uploads)
            binary = await uploads.stored(services.files, route["project_id"], execution_id)
        return await start_execution(
            services.context,
            cause,
            workflow_id=route["workflow_id"],
            version=route["version"],
            input=item,
            files=[binary],
            trigger="webhook",
            trigger_node=route["node_id"],
            priority=route["priority"],
            execution_id=execution_id,
        )
    except NotRunnable:
        raise Refusal(
            500, "not_runnable", "the workflow behind this webhook can't run at the moment"
        ) from None


async def _reply(services: Services, request: Request, route: WebhookRoute, started: Started) -> Response:
    execution_id: UUID = started.execution_id
    outcome = Outcome(services, execution_id, route["respond"], route["status"] or 200)
    streams = [execution_id]
    answer = await first(services, request, streams, outcome.see, after=started.position, seconds=PATIENCE)
    if answer is not None:
        return sandboxed(await answer())
    if services.stopping.is_set():
        return failed(execution_id, "stopping", "the server is restarting; the execution goes on", 503)
    return failed(
        execution_id, "still_running", f"no answer within {PATIENCE:.0f} s; the execution goes on", 504
    )
