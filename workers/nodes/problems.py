"""What is wrong with a node's parameters as they are stored, found without running anything."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.workflow.catalogue import ExpressionFault, Problem
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
        _misfit(node_id, found)
        for found in _misfits(node_type, undecided)
        if not any(found["loc"][: len(way)] == way for way in texts)
    ]
    faults = [(loc, fault) for loc, text in texts.items() if (fault := fault_of(text))]
    return misfits + [_unreadable(node_id, loc, fault) for loc, fault in faults]


def fault_of(text: str) -> ExpressionFault | None:
    """What keeps a text from being read as one that may hold expressions."""
    try:
        parse(text)
    except ExpressionSyntax as error:
        return ExpressionFault(str(error), error.fault, error.mark)
    return None


def _misfits(node_type: type[NodeType], parameters: Mapping[str, Any]) -> Sequence[ErrorDetails]:
    try:
        node_type.parameters.model_validate(parameters)
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False)
    return []


def _misfit(node_id: str, found: ErrorDetails) -> Problem:
    bounds = {
        name: value for name, value in found.get("ctx", {}).items() if isinstance(value, str | int | float)
    }
    return Problem(
        node_id=node_id,
        loc=list(found["loc"]),
        message=found["msg"].removeprefix("Value error, "),
        code="missing_parameter" if found["type"] == "missing" else "invalid_parameter",
        data={**bounds, "rule": found["type"]},
    )


def _unreadable(node_id: str, loc: Loc, fault: ExpressionFault) -> Problem:
    return Problem(
        node_id=node_id, loc=list(loc), message=fault.message, code="invalid_expression", data=fault.data()
    )
