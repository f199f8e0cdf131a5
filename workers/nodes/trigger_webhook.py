"""A run started by an HTTP request to an address of the workflow's own."""

import re
from collections.abc import AsyncIterator
from typing import Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from workers.nodes.base import NodeType, Parameters, beside
from workers.ports import Chunk, NodeContext

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]

_SEGMENT = re.compile(r":[A-Za-z_][A-Za-z0-9_]*|(?!\.{1,2}$)[A-Za-z0-9._~-]+")


class WebhookTriggerParameters(Parameters):
    path: str = Field(
        max_length=200,
        title="Path",
        description="What follows /hooks/: letters, digits, - . _ ~, and :name for what varies.",
    )
    methods: list[Method] = Field(["POST"], min_length=1, title="Methods")
    respond: Literal["immediately", "last", "node"] = Field(
        "immediately",
        title="Respond",
        description="At once, with the last node's first item, or as a Respond to webhook node says.",
    )
    status: int | None = Field(
        None,
        ge=200,
        le=599,
        title="Status",
        description="Of a successful answer; 202 where it answers at once, otherwise 200.",
        json_schema_extra=beside(respond=["immediately", "last"]),
    )

    @field_validator("path")
    @classmethod
    def _is_a_path(cls, path: str) -> str:
        bare = path.removeprefix("/")
        segments = bare.split("/")
        if not all(_SEGMENT.fullmatch(segment) for segment in segments):
            raise PydanticCustomError(
                "webhook_path",
                "write segments of letters, digits, - . _ ~ or :name, divided by single slashes",
            )
        names = [segment for segment in segments if segment.startswith(":")]
        if len(names) != len(set(names)):
            raise PydanticCustomError("webhook_path_name", "each :name may stand in the path once")
        return bare

    @field_validator("methods")
    @classmethod
    def _are_different(cls, methods: list[Method]) -> list[Method]:
        return list(dict.fromkeys(methods))


class WebhookTrigger(NodeType):
    """Output: one item ``{body, headers, query, params, method}``, with what ``:name`` matched in params, and
    the files of a form in ``binary``."""

    name = "trigger.webhook"
    title = "Webhook"
    category = "trigger"
    icon = "webhook"
    help = "Starts the workflow when a request arrives at its address, while the workflow is active."
    parameters = WebhookTriggerParameters
    inputs = ()

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for items in context.chunks():
            yield Chunk(items, paired="identity")
