"""A node's parameters, taken apart once, evaluated for each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from workers.expressions.lexer import ExpressionSyntax
from workers.expressions.marked import Loc, expression_texts, schema_of, with_values
from workers.expressions.templates import Body, Template, parse
from workers.ports import NodeError

Tree = dict[str | int, "int | Tree"]
"""Where holes are: the way to each leads to its number."""

Source = tuple[str, bool]
"""A body that the host evaluates, and whether it stands among text."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Parameters with a hole for each text that holds an expression."""

    model: type[BaseModel]
    raw: Mapping[str, Any]
    names: tuple[str, ...]
    """Each hole's place, as people read it: ``fields.0.value``."""
    templates: tuple[Template, ...]
    tree: Tree
    sources: tuple[Source, ...]
    nodes: tuple[str, ...]
    """The nodes whose items are read, by name."""
    matched: tuple[str, ...]
    """The nodes of which the items are wanted that those at hand came from, by name."""

    @property
    def reads_whole_input(self) -> bool:
        return any("$input" in body.names and body.names & {"first", "last", "all"} for body in self._bodies)

    @property
    def matches_whole_input(self) -> bool:
        """Not only what the items at hand came from."""
        return any(body.names & {"itemMatching", "pairedItem"} for body in self._bodies)

    @property
    def _bodies(self) -> list[Body]:
        return [body for template in self.templates for body in template.bodies]

    @property
    def constant(self) -> bool:
        return not self.templates

    def validated(self, values: Sequence[Any], item: int | None = None) -> Mapping[str, Any]:
        """The parameters with these values in the holes, as the model has them.

        Raises :class:`NodeError` ``invalid_parameters``.
        """
        try:
            return self.model.model_validate(_filled(self.raw, self.tree, values)).__dict__
        except ValidationError as error:
            raise NodeError("invalid_parameters", _said(error, item)) from error


def prepare(model: type[BaseModel], raw: Mapping[str, Any]) -> Prepared:
    """Raises :class:`NodeError` ``invalid_expression``."""
    found: list[tuple[Loc, Template]] = []
    literals: dict[Loc, str] = {}
    for loc, text in expression_texts(schema_of(model), raw):
        try:
            template = parse(text)
        except ExpressionSyntax as error:
            raise NodeError("invalid_expression", f"{dotted(loc)}: {error}") from error
        if template.bodies:
            found.append((loc, template))
        else:
            literals[loc] = "".join(part for part in template.parts if isinstance(part, str))
    bodies = [(body, template) for _, template in found for body in template.bodies]
    return Prepared(
        model,
        with_values(raw, literals),
        tuple(dotted(loc) for loc, _ in found),
        tuple(template for _, template in found),
        _tree_of([loc for loc, _ in found]),
        tuple(dict.fromkeys(source_of(*pair) for pair in bodies if pair[0].path is None)),
        tuple(sorted({name for body, _ in bodies for name in body.nodes})),
        tuple(sorted({name for body, _ in bodies for name in body.matched})),
    )


def source_of(body: Body, template: Template) -> Source:
    return body.text, not template.alone


def dotted(loc: Loc) -> str:
    return ".".join(map(str, loc))


def _tree_of(places: Sequence[Loc]) -> Tree:
    tree: Tree = {}
    for number, (*way, last) in enumerate(places):
        branch = tree
        for key in way:
            inner = branch.setdefault(key, {})
            assert isinstance(inner, dict)
            branch = inner
        branch[last] = number
    return tree


def _filled(raw: Any, tree: Tree, values: Sequence[Any]) -> Any:
    copy = raw.copy()
    for key, below in tree.items():
        copy[key] = values[below] if isinstance(below, int) else _filled(copy[key], below, values)
    return copy


def _said(error: ValidationError, item: int | None) -> str:
    first, *others = error.errors(include_url=False, include_context=False, include_input=False)
    where = "" if item is None else f"item {item}: "
    message = first["msg"].removeprefix("Value error, ")
    more = f" (and {len(others)} more)" if others else ""
    return f"{where}{dotted(first['loc'])}: {message}{more}"
