"""Expressions evaluated as a node's run evaluates them, by a real host."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workers.expressions.evaluator import Evaluator
from workers.expressions.hosts import ExpressionHosts
from workers.expressions.scope import Scope
from workers.nodes.base import Expression, Parameters
from workers.ports import Item, NodeError


class OneValue(Parameters):
    value: Any = Expression()


@dataclass
class Evaluated:
    values: list[Any]
    warnings: list[tuple[Any, ...]] = field(default_factory=list)


async def evaluate(
    hosts: ExpressionHosts,
    value: Any,
    items: Sequence[Mapping[str, Any]] = ({},),
    *,
    nodes: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    matching: Mapping[str, Sequence[Mapping[str, Any] | str]] | None = None,
    variables: Mapping[str, Any] | None = None,
    offset: int = 0,
    timezone: str = "UTC",
    project: str = "project",
) -> Evaluated:
    """The parameter's value for each item (given as its json). ``matching``: of other nodes, the json of what
    each item came from, or why there is nothing."""
    evaluated = Evaluated([])
    whole: list[Item] = [{"json": json} for json in items]

    async def items_of(name: str) -> Sequence[Item]:
        if name not in (nodes or {}):
            raise NodeError("unknown_node", f"there is no node {name}")
        return [{"json": json} for json in (nodes or {})[name]]

    async def matching_items(name: str, start: int, count: int) -> Sequence[Item | str]:
        found = (matching or {})[name][start : start + count]
        return [one if isinstance(one, str) else {"json": one} for one in found]

    async def whole_input() -> Sequence[Item]:
        return whole

    scope = Scope(
        execution_id="execution-1",
        workflow_id="workflow-1",
        workflow_name="A workflow",
        run_index=3,
        timezone=timezone,
        items_of=items_of,
        matching=matching_items,
        whole_input=whole_input,
        warn=lambda *warning: evaluated.warnings.append(warning),
        variables=variables or {},
    )
    prepared = Evaluator(hosts, project).prepare(OneValue, {"value": value})
    parameters = await prepared.evaluate(whole[offset:], offset, scope)
    evaluated.values = [one["value"] for one in parameters]
    return evaluated


async def value_of(hosts: ExpressionHosts, value: Any, json: Mapping[str, Any] | None = None) -> Any:
    return (await evaluate(hosts, value, [json or {}])).values[0]


async def failure_of(hosts: ExpressionHosts, value: Any, json: Mapping[str, Any] | None = None) -> NodeError:
    try:
        found = await value_of(hosts, value, json)
    except NodeError as error:
        return error
    raise AssertionError(f"{value} gave {found!r} instead of failing")
