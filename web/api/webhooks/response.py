"""What a webhook sends back: somebody else's content, on our origin."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response

from web.api.answers import to_json
from web.api.problems import Problem

SANDBOX = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
"""A page in it gets an origin of its own: no cookies, no storage, no scripts, nothing of ours."""
KEPT_BACK = frozenset(
    {"connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
    | {"proxy-authenticate", "proxy-authorization", "proxy-connection", "set-cookie", "set-cookie2"}
    | {"clear-site-data", "strict-transport-security", "service-worker-allowed", "alt-svc"}
    | {"nel", "report-to", "reporting-endpoints", "date", "server", "x-request-id"}
    | {name.lower() for name in SANDBOX}
)
"""Headers that speak for the connection, or for the whole origin."""
WITHOUT_BODY = frozenset({204, 205, 304})

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def said(execution_id: UUID, answer: Mapping[str, Any]) -> Response:
    """What a webhook.respond node said: ``{status, headers, body}``."""
    status, headers = answer.get("status"), answer.get("headers") or {}
    if not isinstance(status, int) or not 200 <= status <= 599:
        return _unusable(execution_id, "its status is not a number from 200 to 599")
    if not isinstance(headers, dict) or not all(map(_is_header, headers, headers.values())):
        return _unusable(execution_id, "a header has a character that HTTP can't carry")
    content, media = _content(answer.get("body"))
    response = Response(b"" if status in WITHOUT_BODY else content, status)
    if media and status not in WITHOUT_BODY:
        response.headers["Content-Type"] = media
    response.headers.update({name: value for name, value in headers.items() if name.lower() not in KEPT_BACK})
    return sandboxed(response)


def json_answer(value: Any, status: int) -> Response:
    if status in WITHOUT_BODY:
        return sandboxed(Response(status_code=status))
    return sandboxed(Response(to_json(value), status, media_type="application/json"))


def failed(execution_id: UUID, code: str, detail: str, status: int = 500) -> Response:
    return sandboxed(Problem(status, code, detail, execution_id=execution_id))


def sandboxed(response: Response) -> Response:
    response.headers.update(SANDBOX)
    return response


def _unusable(execution_id: UUID, why: str) -> Response:
    return failed(execution_id, "unusable_response", f"the workflow's response can't be sent: {why}")


def _is_header(name: object, value: object) -> bool:
    fits = isinstance(name, str) and isinstance(value, str)
    return fits and bool(_NAME.fullmatch(str(name)) and _VALUE.fullmatch(str(value)))


def _content(body: Any) -> tuple[bytes, str | None]:
    match body:
        case None:
            return b"", None
        case str():
            return body.encode(), "text/plain; charset=utf-8"
        case _:
            return to_json(body), "application/json"
