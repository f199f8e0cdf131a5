"""From prepared parameters and items to each item's parameters."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from domain.json_text import dumps, loads
from workers.expressions.evaluation import Ask, Evaluation
from workers.expressions.hosts import ExpressionHosts
from workers.expressions.prepared import Prepared, prepare
from workers.expressions.process import HostDied, HostTimeout
from workers.expressions.scope import Scope
from workers.ports import Item, NodeError


class Evaluator:
    """Evaluates for one project, whose host it uses where a plain path isn't enough."""

    def __init__(self, hosts: ExpressionHosts, project_id: str) -> None:
        self._hosts = hosts
        self._project_id = project_id

    def prepare(self, model: type[BaseModel], raw: Mapping[str, Any]) -> "PreparedParameters":
        """``raw``: the parameters as stored. Raises :class:`NodeError` ``invalid_expression``."""
        return PreparedParameters(_prepared(model, dumps(raw)), self._ask)

    async def _ask(self, call: bytes, limit_s: float) -> bytes:
        try:
            return await self._hosts.ask(self._project_id, call, limit_s)
        except HostTimeout as error:
            raise NodeError(
                "expression_timeout", f"the expressions took longer than {limit_s:.1f} s"
            ) from error
        except HostDied as error:
            raise NodeError("expression_memory", "the expressions used too much memory") from error


@lru_cache(maxsize=1024)
def _prepared(model: type[BaseModel], raw: bytes) -> Prepared:
    return prepare(model, loads(raw))


class PreparedParameters:
    """Ready to be evaluated for any items, any number of times."""

    def __init__(self, prepared: Prepared, ask: Ask) -> None:
        self._prepared = prepared
        self._ask = ask
        self._same: Mapping[str, Any] | None = None

    @property
    def constant(self) -> bool:
        """No parameter holds an expression, so that all items have the same parameters."""
        return self._prepared.constant

    async def evaluate(self, items: Sequence[Item], offset: int, scope: Scope) -> list[Mapping[str, Any]]:
        """For each item its parameters, as the model has them, by name.

        ``offset`` is the first item's index within the whole input. Raises :class:`NodeError`:
        ``invalid_parameters``, ``expression_failed``, ``expression_timeout``, ``expression_memory``,
        ``invalid_expression_result``, or what the scope raises for a node.
        """
        if self.constant:
            self._same = self._same or self._prepared.validated([])
            return [self._same] * len(items)
        columns = await Evaluation(self._prepared, items, offset, scope, self._ask).columns()
        rows = zip(*columns, strict=True)
        return [self._prepared.validated(row, offset + index) for index, row in enumerate(rows)]
