"""What JavaScript code sees of other nodes: ``$('Name')``."""

import re
from collections.abc import Awaitable, Collection
from dataclasses import replace
from typing import Any, TypeVar

from sandbox.model import Step
from workers.expressions.calls import Matching
from workers.expressions.lexer import Token
from workers.expressions.string_literals import said_by
from workers.expressions.templates import MATCHING
from workers.ports import NodeContext, NodeError

T = TypeVar("T")
_TEXT = r"""'(?:[^'\\\n]|\\.)+'|"(?:[^"\\\n]|\\.)+\""""
_NODE = re.compile(rf"\$\(\s*({_TEXT})\s*\)(?:\s*\??\.\s*(\w+))?")


async def seen_of_others(context: NodeContext, language: str, code: str) -> dict[str, Any]:
    """A step's variables. Nodes without output are left out: the code is told when it asks for one, which it
    may never do."""
    read, matched = nodes_named(code) if language == "javascript" else ((), ())
    nodes = {name: items for name in read if (items := await _there(context.nodes_output(name))) is not None}
    matching = {name: found for name in matched if (found := await _there(_matching(context, name)))}
    return {"nodes": nodes, "matching": matching} if nodes or matching else {}


async def _there(asked: Awaitable[T]) -> T | None:
    try:
        return await asked
    except NodeError:
        return None


def nodes_named(code: str) -> tuple[Collection[str], Collection[str]]:
    """Of the nodes that the code names as ``$('…')`` or ``$("…")``: those whose items it reads, and those of
    which it wants the items that its own came from, each once."""
    named = [(said_by(Token("string", literal)), member) for literal, member in _NODE.findall(code)]
    read = dict.fromkeys(name for name, member in named if name is not None and member not in MATCHING)
    matched = dict.fromkeys(name for name, member in named if name is not None and member in MATCHING)
    return list(read), list(matched)


def with_items_from(step: Step, offset: int) -> Step:
    """The same step, for a part of the input that begins with this item."""
    if not offset or not step.variables.get("matching"):
        return step
    moved = {name: {**each, "start": -offset} for name, each in step.variables["matching"].items()}
    return replace(step, variables={**step.variables, "matching": moved})


async def _matching(context: NodeContext, name: str) -> dict[str, Any]:
    count = 0
    async for chunk in context.packed():
        count += chunk.count
    return Matching(0, await context.matching_items(name, 0, count)).request()
