"""The codes that the server can say, read off its source."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Call(NamedTuple):
    """Where a call has its code: at which place; ``None``: under ``code``."""

    name: str
    place: int | None


class Source(NamedTuple):
    files: tuple[str, ...]
    """And folders."""
    calls: tuple[Call, ...]


REFUSED = Source(
    ("web/api", "commands", "domain/workflow"),
    (
        Call("Refusal", 1),
        Call("Problem", 1),
        Call("unavailable", 1),
        Call("Invalid", 0),
        Call("NotPossible", 0),
        Call("DefinitionRefused", 0),
    ),
)
PROBLEM = Source(
    ("domain/workflow/problems.py", "domain/workflow/settings_problems.py", "workers/nodes/problems.py"),
    (Call("_problem", 2), Call("_of_settings", 1), Call("Problem", None)),
)
FAILED = Source(
    ("workers", "infra/expressions", "commands"),
    (Call("NodeError", 0), Call("failed", 0)),
)

RULES = Source(("web/api", "workers/nodes"), (Call("PydanticCustomError", 0),))


class Found(NamedTuple):
    codes: frozenset[str]
    unread: frozenset[str]
    """Files in which a code is worked out; each has to be known to the test."""


def codes_in(source: Source) -> Found:
    codes, unread = set[str](), set[str]()
    for file in _files(source.files):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        named = dict(_constants(tree))
        for argument in _arguments(tree, source.calls):
            said = set(_texts(argument, named))
            codes |= said
            if not said:
                unread.add(f"{file.relative_to(ROOT)}: {ast.unparse(argument)}")
    return Found(frozenset(codes), frozenset(unread))


def _files(names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement.value


def _arguments(tree: ast.Module, calls: tuple[Call, ...]) -> Iterator[ast.expr]:
    places = {call.name: call.place for call in calls}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in places:
            place = places[name]
            yield from [] if place is None else node.args[place : place + 1]
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "code")


def _texts(argument: ast.expr, named: Mapping[str, ast.expr]) -> Iterator[str]:
    """Those that it can be: of a choice both, and what a constant's name stands for."""
    match argument:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one, named)
            yield from _texts(other, named)
        case ast.Name(id=name) if name in named:
            yield from _texts(named[name], named)
