"""Several ways to go on, chosen item by item."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from pydantic import Field

from workers.nodes.base import Expression, NodeType, Parameters, beside
from workers.nodes.flow_if import holds
from workers.nodes.port_rules import Counted, Named
from workers.ports import Chunk, NodeContext, NodeError

FALLBACK = "fallback"
MOST = 50
_NUMBER = re.compile(r"\s*[0-9]{1,18}\s*")


class SwitchParameters(Parameters):
    mode: Literal["rules", "expression"] = Field("rules", title="Choose by")
    rules: Any = Expression(
        [],
        title="Rules",
        description="A list of conditions; each has an output of its own: 0, 1, …",
        shown=beside(mode=["rules"]),
    )
    all_matches: bool = Field(
        False,
        title="Leave by every rule that holds, not the first alone",
        json_schema_extra=beside(mode=["rules"]),
    )
    output: Any = Expression(
        None,
        title="Output",
        description="The number of the output, from 0.",
        shown=beside(mode=["expression"]),
    )
    outputs: int = Field(
        4,
        title="Outputs",
        description="Of an expression.",
        ge=1,
        le=MOST,
        json_schema_extra=beside(mode=["expression"]),
    )
    fallback: bool = Field(False, title="Items without an output leave by the port fallback")


class Switch(NodeType):
    """Each item leaves unchanged by the ports of its rules, or by the one that the expression gives."""

    name = "flow.switch"
    title = "Switch"
    category = "flow"
    icon = "route"
    help = "Sends each item one of several ways: by the rules that hold for it, or by an expression."
    parameters = SwitchParameters
    output_rules = (
        Counted(count="rules", most=MOST, when={"mode": ["rules"]}),
        Counted(count="outputs", most=MOST, when={"mode": ["expression"]}),
        Named(ports=[FALLBACK], when={"fallback": [True]}),
    )

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for evaluated in context.evaluated():
            chunks: dict[str, Chunk] = {}
            paired: dict[str, list[list[int]]] = {}
            for index, item, parameters in evaluated:
                with context.item(index):
                    for port in _ports(parameters, index):
                        chunks.setdefault(port, Chunk([], port)).items.append(item)
                        paired.setdefault(port, []).append([0, index])
            for port, chunk in chunks.items():
                chunk.paired = paired[port]
                yield chunk


def _ports(parameters: Mapping[str, Any], index: int) -> list[str]:
    found = _by_rules(parameters) if parameters["mode"] == "rules" else _by_number(parameters, index)
    return found or ([FALLBACK] if parameters["fallback"] else [])


def _by_rules(parameters: Mapping[str, Any]) -> list[str]:
    rules = parameters["rules"] if isinstance(parameters["rules"], list) else []
    found = [str(number) for number, condition in enumerate(rules[:MOST]) if holds(condition)]
    return found if parameters["all_matches"] else found[:1]


def _by_number(parameters: Mapping[str, Any], index: int) -> list[str]:
    chosen = parameters["output"]
    number = _whole(chosen)
    if number is not None and 0 <= number < parameters["outputs"]:
        return [str(number)]
    if parameters["fallback"]:
        return []
    most = parameters["outputs"] - 1
    raise NodeError(
        "no_such_output", f"item {index}: {chosen!r} is no output; give a number from 0 to {most}"
    )


def _whole(chosen: Any) -> int | None:
    """A plain path keeps 2.0 as it came, and JSON knows no other 2."""
    match chosen:
        case bool():
            return None
        case int():
            return chosen
        case float() if chosen.is_integer():
            return int(chosen)
        case str() if _NUMBER.fullmatch(chosen):
            return int(chosen)
    return None
