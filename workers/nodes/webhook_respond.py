"""What the caller of a webhook gets to see."""

import re
from collections.abc import AsyncIterator
from typing import Any

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from workers.nodes.base import Expression, NodeType, Parameters
from workers.ports import Chunk, NodeContext

RESPONSE_PORT = "response"

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_REFUSED = frozenset(
    {"connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
    | {"proxy-authenticate", "proxy-authorization", "proxy-connection", "set-cookie", "set-cookie2"}
)


class WebhookRespondParameters(Parameters):
    status: int = Expression(200, ge=200, le=599, title="Status")
    headers: dict[str, str] = Expression(default_factory=dict, title="Headers")
    body: Any = Expression(
        None, title="Body", description="Text is sent as it is, nothing as an empty body, all else as JSON."
    )

    @field_validator("headers")
    @classmethod
    def _are_safe(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if not _NAME.fullmatch(name):
                raise PydanticCustomError(
                    "header_name", "'{name}' is not a header's name", {"name": name[:80]}
                )
            if name.lower() in _REFUSED:
                raise PydanticCustomError(
                    "header_refused", "the header {name} can't be set by a workflow", {"name": name}
                )
            if _CONTROL.search(value):
                raise PydanticCustomError(
                    "header_value",
                    "the value of {name} holds a line break or another control character",
                    {"name": name},
                )
        return headers


class WebhookRespond(NodeType):
    """Its items pass through on ``main``; the answer is recorded on the tape beside them.

    The answer is a chunk of its own on the port ``response``, which no edge can start from (it isn't in
    ``outputs``): one item whose json is ``{status, headers, body}``, evaluated for the first input item.
    It comes after the first items, so that ``main`` stays the first of the run's ports.
    Whoever waits for the answer finds it in this run's output on the tape.
    """

    name = "webhook.respond"
    title = "Respond to webhook"
    category = "network"
    icon = "reply"
    help = (
        "Answers the request that started the workflow, if its webhook responds by node. Items pass through."
    )
    parameters = WebhookRespondParameters

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        answered = False
        async for items in context.chunks():
            yield Chunk(items, paired="identity")
            if not answered and items:
                [answer] = await context.evaluate(items[:1])
                response = {"status": answer["status"], "headers": answer["headers"], "body": answer["body"]}
                yield Chunk([{"json": response}], port=RESPONSE_PORT, paired=[[0, 0]])
                answered = True
