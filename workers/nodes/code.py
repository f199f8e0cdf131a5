"""A user's own code over the items, in a container of its own."""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from sandbox.model import Limits, Outcome, Result, Step
from workers.nodes.base import NodeType, Parameters
from workers.ports import Chunk, Item, NodeContext, NodeError, Paired

CHUNK_ITEMS = 1000
DEFAULT_TIMEOUT = Limits().wall_time

_NODE_NAMES = re.compile(r"""\$\(\s*(?:'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)")\s*\)""")
_CODES = {outcome: outcome.value for outcome in Outcome} | {
    Outcome.UNAVAILABLE: "sandbox_unavailable",
    Outcome.TIME_LIMIT: "timeout",  # as of every other node
}
_HINTS = {
    Outcome.TIME_LIMIT: "Raise timeout_s of the node if it needs longer.",
    Outcome.MEMORY_LIMIT: "Give it fewer items at a time.",
    Outcome.OUTPUT_LIMIT: "Return items instead of printing them.",
    Outcome.RESULT_LIMIT: "Return less, or split the work over several nodes.",
}


class CodeParameters(Parameters):
    language: Literal["python", "javascript", "bash"] = Field(title="Language")
    code: str = Field(
        title="Code",
        description="Python and JavaScript: the body of a function that returns objects. "
        "Bash: each input line is an item's JSON; output lines that are JSON objects become items.",
        json_schema_extra={"x-editor": "code"},
    )
    mode: Literal["all", "each"] = Field(
        "all",
        title="Run",
        description="Once with all `items`, or once for each `item`. Bash always sees all of them.",
    )
    environment: str | None = Field(None, title="Environment")
    network: list[str] = Field([], title="Network", description="Hosts and ports that the code may reach.")
    timeout_s: float | None = Field(None, title="Timeout in seconds", gt=0, le=86_400)

    @field_validator("environment", "network")
    @classmethod
    def _not_yet(cls, value: Any) -> Any:
        if value:
            raise ValueError("not available yet; leave it empty")
        return value


class Code(NodeType):
    """The items that the code returned. Fails with the sandbox's outcome as its code."""

    name = "code"
    title = "Code"
    category = "code"
    icon = "code"
    help = (
        "Runs Python, JavaScript or Bash over the items, shut off from the network and from everything else."
    )
    parameters = CodeParameters
    shown_at_once: ClassVar[bool] = True

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        (evaluated,) = await context.evaluate([{"json": {}}])
        parameters = CodeParameters.model_validate(dict(evaluated))
        step = await _step(context, parameters)
        result = await context.sandbox.run(step, context.chunks(), context.log)
        if result.outcome is not Outcome.COMPLETED:
            raise _failure(result)
        for start in range(0, len(result.items), CHUNK_ITEMS):
            yield _chunk(result.items[start : start + CHUNK_ITEMS], result.paired)


async def _step(context: NodeContext, parameters: CodeParameters) -> Step:
    names = node_names(parameters.code) if parameters.language == "javascript" else []
    return Step(
        project=context.project_id,
        language=parameters.language,
        code=parameters.code,
        mode=parameters.mode,
        variables={"nodes": await _outputs(context, names)} if names else {},
        limits=Limits(wall_time=parameters.timeout_s or context.timeout_s or DEFAULT_TIMEOUT),
    )


def node_names(code: str) -> list[str]:
    """The nodes that JavaScript code names as ``$('…')`` or ``$("…")``, each once."""
    found = (single or double for single, double in _NODE_NAMES.findall(code))
    return list(dict.fromkeys(re.sub(r"\\(.)", r"\1", name) for name in found))


async def _outputs(context: NodeContext, names: Sequence[str]) -> dict[str, list[Item]]:
    """Without those that have none: the code is told when it asks for one, which it may never do."""
    outputs = {}
    for name in names:
        try:
            outputs[name] = await context.nodes_output(name)
        except NodeError:
            continue
    return outputs


def _failure(result: Result) -> NodeError:
    hint = _HINTS.get(result.outcome)
    return NodeError(_CODES[result.outcome], f"{result.message} {hint}" if hint else result.message)


def _chunk(items: Sequence[Item], paired: Literal["identity"] | None) -> Chunk:
    """The items without what the code said of their origin, which the chunk carries instead."""
    said = [item.get("paired") for item in items]
    bare: list[Item] = [{key: item[key] for key in ("json", "binary") if key in item} for item in items]
    return Chunk(bare, paired=paired or _said_paired(said))


def _said_paired(said: Sequence[Any]) -> Paired:
    pairs = [[0, one] if type(one) is int else one for one in said]
    return pairs if all(map(_is_pair, pairs)) else None


def _is_pair(value: Any) -> bool:
    match value:
        case [int() as port, int() as index]:
            return port >= 0 and index >= 0
    return False
