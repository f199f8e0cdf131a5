"""A parameter's text with ``{{ … }}`` in it, taken apart. ``\\{{`` is literal. Nothing is evaluated here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from workers.expressions.lexer import ExpressionSyntax, Token, scan
from workers.expressions.paths import Path, plain_path
from workers.expressions.string_literals import said_by

MATCHING = frozenset({"item", "itemMatching", "pairedItem"})
"""Members of ``$('…')`` that follow an item back to where it came from."""
_OPENING = re.compile(r"\\\{\{|\{\{")


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between ``{{`` and ``}}``."""

    text: str
    path: Path | None
    """Set where it is a plain path, which needs no JavaScript."""
    names: frozenset[str]
    """The identifiers in it."""
    nodes: frozenset[str]
    """The nodes whose items it reads, by name."""
    matched: frozenset[str]
    """The nodes of which it wants the items that those at hand came from, by name."""


@dataclass(frozen=True, slots=True)
class Template:
    """Text and bodies in order. A body that stands alone keeps its value's type; text around makes text."""

    parts: tuple[str | Body, ...]

    @property
    def alone(self) -> bool:
        return len(self.parts) == 1 and isinstance(self.parts[0], Body)

    @property
    def bodies(self) -> list[Body]:
        return [part for part in self.parts if isinstance(part, Body)]


def has_marks(text: str) -> bool:
    """Whether the text needs :func:`parse`: it holds an expression, or an escaped brace pair."""
    return "{{" in text


@lru_cache(maxsize=4096)
def parse(text: str) -> Template:
    """Raises :class:`ExpressionSyntax` for a body that is empty, unbalanced or never closed."""
    parts: list[str | Body] = []
    at = 0
    literal = ""
    while found := _OPENING.search(text, at):
        literal += text[at : found.start()]
        if found.group().startswith("\\"):
            literal += "{{"
            at = found.end()
            continue
        if literal:
            parts.append(literal)
            literal = ""
        tokens, end = scan(text, found.end())
        parts.append(_body(text[found.end() : end].strip(), tokens))
        at = end + 2
    literal += text[at:]
    return Template((*parts, literal) if literal or not parts else tuple(parts))


def _body(text: str, tokens: Sequence[Token]) -> Body:
    if not tokens:
        raise ExpressionSyntax("empty", "", "an expression is empty")
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token == Token("name", "import") and (before is None or before.text not in (".", "?.")):
            raise ExpressionSyntax("import", "import", "import isn't available in expressions")
    names = frozenset(token.text for token in tokens if token.kind == "name")
    nodes, matched = _nodes(tokens)
    return Body(text, plain_path(tokens), names, nodes, matched)


def _nodes(tokens: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """Those whose items are read, and those whose matching ones are; both where that can't be told."""
    read, matched = set(), set()
    for start in range(len(tokens) - 3):
        dollar, opening, name, closing, *after = tokens[start : start + 6]
        literal = said_by(name)
        if (dollar.text, opening.text, closing.text) != ("$", "(", ")") or literal is None:
            continue
        member = after[1].text if len(after) == 2 and after[0].text in (".", "?.") else None
        if member in MATCHING or member is None:
            matched.add(literal)
        if member not in MATCHING:
            read.add(literal)
    return frozenset(read), frozenset(matched)
