"""One line per request: never a query string, a body, a token, or the path of a webhook or a link."""

import logging
import time
from uuid import UUID

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.ids import new_id

log = logging.getLogger("flowtape.request")

_SAFE = (("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"))


class RequestLog:
    """Outermost: it also numbers the requests, and keeps API answers out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, started, status = new_id(), time.perf_counter(), 500
        scope["request_id"] = request_id

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _mark(MutableHeaders(scope=message), scope, request_id)
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            took = (time.perf_counter() - started) * 1000
            log.info("%s %s %d %.1fms %s", _method(scope), _route(scope), status, took, request_id)


def _mark(headers: MutableHeaders, scope: Scope, request_id: UUID) -> None:
    headers["x-request-id"] = str(request_id)
    for name, value in _SAFE:
        headers.setdefault(name, value)
    if scope["path"].startswith("/api"):
        headers.setdefault("cache-control", "no-store")


def _route(scope: Scope) -> str:
    """The template that matched: a path may hold somebody's secret."""
    if scope["path"].startswith("/hooks/"):
        return "/hooks/{path}"
    if scope["path"].startswith("/resume/"):
        return "/resume/{token}"
    return getattr(scope.get("route"), "path", "-")


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method.isalpha() else "?"
