"""The HTTP application: routers, errors, and who may call what."""

from fastapi import APIRouter, FastAPI
from starlette.routing import Route

from web.api.refusals import answer_refusals
from web.api.request_log import RequestLog
from web.api.routers import (
    auth,
    data,
    docs,
    execution_events,
    executions,
    health,
    lifecycle,
    node_types,
    user,
    workflows,
)
from web.api.services import Services
from web.api.webhooks.endpoint import WebhookEndpoint

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    user.router,
    workflows.router,
    lifecycle.router,
    executions.starting,
    executions.router,
    execution_events.router,
    data.router,
    node_types.router,
    health.router,
    docs.router,
)


def create_app(services: Services) -> FastAPI:
    """The whole API over these services. They are the caller's: it opens and closes them."""
    app = FastAPI(
        title="Flowtape",
        version="0.1.0",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.services = services
    app.router.routes.insert(0, Route("/hooks/{path:path}", WebhookEndpoint(), name="webhook"))
    for router in ROUTERS:
        app.include_router(router)
    answer_refusals(app, services.unavailable)
    app.add_middleware(RequestLog)
    return app
