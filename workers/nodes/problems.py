"""What is wrong with a node's parameters as they are stored, found without running anything."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from domain.workflow.catalogue import Problem
from workers.expressions.lexer import ExpressionSyntax
from workers.expressions.marked import Loc, expression_texts, schema_of, with_values
from workers.expressions.templates import parse
from workers.nodes.base import NodeType


def problems_of(node_id: str, node_type: type[NodeType], parameters: Mapping[str, Any]) -> list[Problem]:
    """Fields that are missing or don't fit, and expressions that can't be any.

    A value that an expression will decide is not judged before it has.
    """
    texts = dict(expression_texts(schema_of(node_type.parameters), parameters))
    undecided = with_values(parameters, dict.fromkeys(texts, "undecided"))
    misfits = [
        Problem(node_id=node_id, loc=list(loc), message=message, code=code)
        for loc, message, code in _misfits(node_type, undecided)
        if not any(loc[: len(way)] == way for way in texts)
    ]
    return misfits + [
        Problem(node_id=node_id, loc=list(loc), message=fault, code="invalid_expression")
        for loc, text in texts.items()
        if (fault := fault_of(text))
    ]


def fault_of(text: str) -> str | None:
    """What keeps a text from being read as one that may hold expressions."""
    try:
        parse(text)
    except ExpressionSyntax as error:
        return str(error)
    return None


def _misfits(node_type: type[NodeType], parameters: Mapping[str, Any]) -> Sequence[tuple[Loc, str, str]]:
    try:
        node_type.parameters.model_validate(parameters)
    except ValidationError as error:
        return [
            (
                one["loc"],
                one["msg"].removeprefix("Value error, "),
                "missing_parameter" if one["type"] == "missing" else "invalid_parameter",
            )
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
    return []
