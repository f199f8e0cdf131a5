"""The HTTP application: routers, errors, and who may call what."""

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.routing import Route

from web.api.problems import Problem
from web.api.refusals import answer_refusals
from web.api.request_log import RequestLog
from web.api.resuming.endpoint import ResumeEndpoint
from web.api.routers import (
    auth,
    data,
    docs,
    environments,
    execution_events,
    executions,
    files,
    health,
    labels,
    lifecycle,
    lineage,
    node_types,
    presence,
    running_again,
    starting,
    stream,
    undoing,
    user,
    workflow_events,
    workflows,
)
from web.api.services import Services
from web.api.webhooks.endpoint import WebhookEndpoint

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    user.router,
    labels.router,
    workflows.router,
    lifecycle.router,
    starting.starting,
    starting.forking,
    running_again.router,
    executions.router,
    execution_events.router,
    data.router,
    lineage.router,
    workflow_events.router,
    undoing.router,
    stream.router,
    presence.router,
    files.router,
    node_types.router,
    environments.router,
    health.router,
    docs.router,
)


ABOUT = """
Errors are `application/problem+json` (RFC 9457) with a stable `code`, and `errors: [{loc, message}]`
where fields are wrong. Lists are `{items, next_cursor}`. Every command's answer carries `position`, and a
read waits until what was written before can be seen; where that takes more than 2 s it is 503 with
`Retry-After`.

An active workflow's webhooks answer below `/hooks/`, with the methods that it names. The workflow sees
`{body, headers, query, params, method}`: JSON as it is, forms as an object (a repeated field as a list),
other text as a string, nothing as null; a form's files become files of the project, named in `binary`. The
headers `authorization`, `proxy-authorization` and `cookie` are left out, so that no secret is recorded. What
a webhook sends back runs in a sandbox (`Content-Security-Policy: sandbox`) and sets no cookies.

After 10 failed logins to an account from one address, or 100 from one address, within 5 minutes: 429.
"""


async def not_allowed(request: Request, _: Exception) -> Problem:
    """Several routes may share a path: all of their methods count."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    here = [route for route in routes if route.path_regex.match(request.url.path)]
    methods = ", ".join(sorted({method for route in here for method in route.methods or ()}))
    detail = f"this address answers to {methods}"
    return Problem(405, "method_not_allowed", detail, headers={"Allow": methods})


def create_app(services: Services) -> FastAPI:
    """The whole API over these services. They are the caller's: it opens and closes them."""
    app = FastAPI(
        title="Flowtape",
        version="0.1.0",
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.services = services
    app.router.routes.insert(0, Route("/hooks/{path:path}", WebhookEndpoint(), name="webhook"))
    app.router.routes.insert(1, Route("/resume/{token}", ResumeEndpoint(), name="resume"))
    for router in ROUTERS:
        app.include_router(router)
    answer_refusals(app, services.unavailable)
    app.add_exception_handler(405, not_allowed)
    app.add_middleware(RequestLog)
    return app
