"""What JavaScript code sees of other nodes: ``$('Name')``."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sandbox.model import Step
from workers.expressions.calls import Matching
from workers.expressions.lexer import Token
from workers.expressions.string_literals import said_by
from workers.expressions.templates import MATCHING
from workers.ports import NodeContext, NodeError

_TEXT = r"""'(?:[^'\\\n]|\\.)+'|"(?:[^"\\\n]|\\.)+\""""
_NODE = re.compile(rf"\$\(\s*({_TEXT})\s*\)(?:\s*\??\.\s*({'|'.join(MATCHING)})\b)?")


async def seen_of_others(context: NodeContext, language: str, code: str) -> dict[str, Any]:
    """A step's variables. Nodes without output are left out: the code is told when it asks for one, which it
    may never do."""
    names, matched = nodes_named(code) if language == "javascript" else ((), ())
    nodes = {}
    matching = {}
    for name in names:
        try:
            nodes[name] = await context.nodes_output(name)
            if name in matched:
                matching[name] = await _matching(context, name)
        except NodeError:
            continue
    return {"nodes": nodes, "matching": matching} if nodes else {}


def nodes_named(code: str) -> tuple[Collection[str], Collection[str]]:
    """The nodes that the code names as ``$('…')`` or ``$("…")``, each once; and those of which it wants the
    items that its own came from."""
    names: dict[str, bool] = {}
    for literal, member in _NODE.findall(code):
        name = said_by(Token("string", literal))
        if name is not None:
            names[name] = names.get(name, False) or bool(member)
    return list(names), [name for name, matched in names.items() if matched]


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
