"""A request to somebody else's server for each item."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from pydantic import Field

from workers.nodes.base import Expression, NodeType, Parameters
from workers.nodes.http_file import stored_body
from workers.nodes.http_message import MAX_BODY, Scalar, encoded_body, reading, url_with
from workers.nodes.in_order import in_order
from workers.ports import (
    Chunk,
    Effect,
    HttpAnswer,
    HttpFailed,
    HttpRefused,
    HttpTimeout,
    HttpTooLarge,
    Item,
    NodeContext,
    NodeError,
)

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_AT_ONCE = 4
CODES: dict[type[Exception], str] = {
    HttpRefused: "http_refused",
    HttpFailed: "http_failed",
    HttpTimeout: "http_timeout",
    HttpTooLarge: "http_too_large",
}


class HttpRequestParameters(Parameters):
    method: str = Expression("GET", title="Method", pattern=r"^[A-Za-z]{1,20}$")
    url: str = Expression(title="URL", min_length=1, max_length=8192)
    headers: dict[str, Scalar] = Expression({}, title="Headers")
    query: dict[str, Scalar | list[Scalar] | None] = Expression(
        {},
        title="Query",
        description="Added to the URL's own; a list repeats the name, nothing leaves it out.",
    )
    body: Any = Expression(None, title="Body", description="Text is sent as it is, anything else as JSON.")
    timeout_s: float = Expression(30.0, title="Timeout in seconds", gt=0, le=300)
    follow_redirects: bool = Field(True, title="Follow redirects", description="At most five.")
    fail_on_error: bool = Field(
        True, title="Fail on an error status", description="A status of 400 and above fails the node."
    )
    as_file: bool = Field(
        False, title="Keep the answer as a file", description="In binary.data, instead of the body."
    )


class HttpRequest(NodeType):
    """Output: one item ``{status, headers, body}`` per input item, in the input's order.

    ``body`` is the parsed value where the answer says it is JSON and is, otherwise text; bytes that are
    not text are base64, with ``"encoding": "base64"`` beside the body. With ``as_file`` the body is null,
    and a file in ``binary.data``. Bodies end at 10 MB. Whatever changes something at the other side carries
    an ``Idempotency-Key`` that stays the same over attempts.
    """

    name = "http.request"
    title = "HTTP request"
    category = "network"
    icon = "globe"
    help = "Sends a request for each item and goes on with the answers. Private addresses are refused."
    parameters = HttpRequestParameters
    shown_at_once: ClassVar[bool] = True

    @classmethod
    def effect(cls, parameters: Mapping[str, Any]) -> Effect:
        method = parameters.get("method", "GET")
        return "idempotent" if isinstance(method, str) and method.upper() in _HARMLESS else "effectful"

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for evaluated in context.evaluated():
            calls = [(context, one.parameters, one.place) for one in evaluated]
            answers = await in_order(_answer_or_none, calls, at_once=_AT_ONCE)
            found = [(one, answer) for one, answer in zip(evaluated, answers, strict=True) if answer]
            yield Chunk([answer for _, answer in found], paired=context.paired([one for one, _ in found]))


async def _answer_or_none(context: NodeContext, parameters: Mapping[str, Any], index: int) -> Item | None:
    with context.item(index):
        return await _answer_of(context, parameters, index)
    return None


async def _answer_of(context: NodeContext, parameters: Mapping[str, Any], index: int) -> Item:
    answer = await _send(context, parameters, index)
    if parameters["fail_on_error"] and answer.status >= 400:
        excerpt = answer.body[:2000].decode("utf-8", "replace")[:500]
        raise NodeError("http_status", f"item {index}: the server answered {answer.status}: {excerpt}")
    if parameters["as_file"]:
        file = await stored_body(context.files, answer, parameters["url"], index)
        bare = reading(replace(answer, body=b"")) | {"body": None}
        return {"json": bare, "binary": {"data": file}}
    return {"json": reading(answer)}


async def _send(context: NodeContext, parameters: Mapping[str, Any], index: int) -> HttpAnswer:
    method = parameters["method"].upper()
    body, content_type = encoded_body(parameters["body"])
    headers = {name: str(value) for name, value in parameters["headers"].items()}
    given = {name.lower() for name in headers}
    if content_type and "content-type" not in given:
        headers["Content-Type"] = content_type
    if method not in _HARMLESS and "idempotency-key" not in given:
        headers["Idempotency-Key"] = f"{context.idempotency_key}:{index}"
    try:
        return await context.http.request(
            method,
            url_with(parameters["url"], parameters["query"]),
            headers=list(headers.items()),
            body=body,
            timeout_s=parameters["timeout_s"],
            max_bytes=MAX_BODY,
            follow_redirects=parameters["follow_redirects"],
        )
    except tuple(CODES) as error:
        raise NodeError(CODES[type(error)], f"item {index}: {error}") from error
