"""One evaluation: each template's value for each item, with at most one call to the host."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from workers.expressions.calls import BodyFailed, Matching, answer, limit_of, request
from workers.expressions.javascript_text import text_of
from workers.expressions.paths import UNDEFINED, Path, SplitCharacter, walk
from workers.expressions.prepared import Prepared, Source, source_of
from workers.expressions.scope import Scope
from workers.expressions.templates import Body, Template
from workers.ports import Item, NodeError

Ask = Callable[[bytes, float], Awaitable[bytes]]
"""A request for the host and the seconds it may take; returns the host's answer."""

_WARNINGS_OF_A_BODY = 10


class NoMatch(ValueError):
    """An item has no matching one of another node."""


class Evaluation:
    """``offset``: the index of the first item within the whole input."""

    def __init__(
        self, prepared: Prepared, items: Sequence[Item], offset: int, scope: Scope, ask: Ask
    ) -> None:
        self._prepared = prepared
        self._items = items
        self._offset = offset
        self._scope = scope
        self._ask = ask
        self._roots = scope.values()
        self._nodes: dict[str, Sequence[Item]] = {}
        self._matching: dict[str, Matching] = {}
        self._from_host: dict[Source, list[Any]] = {}
        self._lost: dict[Source, list[tuple[int, str]]] = {}

    async def columns(self) -> list[list[Any]]:
        """For each template its values, one per item."""
        for name in self._prepared.nodes:
            self._nodes[name] = await self._scope.items_of(name)
        if self._prepared.matched:
            await self._match()
        if self._prepared.sources:
            self._from_host = await self._call()
        named = zip(self._prepared.names, self._prepared.templates, strict=True)
        return [self._column(name, template) for name, template in named]

    async def _match(self) -> None:
        start, count = self._offset, len(self._items)
        if self._prepared.matches_whole_input:
            start, count = 0, len(await self._scope.whole_input())
        for name in self._prepared.matched:
            self._matching[name] = Matching(start, await self._scope.matching(name, start, count))

    async def _call(self) -> dict[Source, list[Any]]:
        sources = self._prepared.sources
        whole = await self._scope.whole_input() if self._prepared.reads_whole_input else None
        call = request(
            sources,
            self._items,
            self._offset,
            nodes=self._nodes,
            matching=self._matching,
            whole_input=whole,
            scope=self._scope,
        )
        raw = await self._ask(call, limit_of(len(sources), len(self._items)))
        try:
            answered = answer(raw, len(sources), len(self._items))
        except BodyFailed as failed:
            raise self._said(failed) from failed
        for item, body in answered.missing:
            answered.values[item][body] = UNDEFINED
        for item, body, why in answered.lost:
            self._lost.setdefault(sources[body], []).append((item, why))
        return {source: [row[number] for row in answered.values] for number, source in enumerate(sources)}

    def _column(self, name: str, template: Template) -> list[Any]:
        parts = [
            part if isinstance(part, str) else self._values(name, part, template) for part in template.parts
        ]
        if template.alone:
            [values] = parts
            return [None if value is UNDEFINED else value for value in values]
        return [
            "".join(part if isinstance(part, str) else text_of(part[index]) for part in parts)
            for index in range(len(self._items))
        ]

    def _values(self, name: str, body: Body, template: Template) -> list[Any]:
        try:
            values = (
                list(self._walked(body.path)) if body.path else self._from_host[source_of(body, template)]
            )
        except SplitCharacter as error:
            raise NodeError("invalid_expression_result", f"{name}: {error}") from error
        except NoMatch as error:
            raise NodeError("expression_failed", f"{name}, {error}") from error
        missing = [index for index, value in enumerate(values) if value is UNDEFINED]
        for index in missing[:_WARNINGS_OF_A_BODY]:
            self._scope.warn(name, self._offset + index, body.text)
        for index, why in self._lost.get(source_of(body, template), [])[:_WARNINGS_OF_A_BODY]:
            self._scope.warn(name, self._offset + index, body.text, why)
        return values

    def _walked(self, path: Path) -> Iterator[Any]:
        for index, item in enumerate(self._items):
            yield walk(self._root(path, item, index), path.keys)

    def _root(self, path: Path, item: Item, index: int) -> Any:
        match path.root:
            case "$json":
                return item["json"]
            case "$binary":
                return item.get("binary", {})
            case "$itemIndex":
                return self._offset + index
            case "first" | "last":
                items = self._nodes[path.node or ""]
                return items[0 if path.root == "first" else -1] if items else UNDEFINED
            case "item":
                found = self._matching[path.node or ""].of(self._offset + index)
                if isinstance(found, str):
                    raise NoMatch(f"item {self._offset + index}: {found}")
                return found
            case root:
                return self._roots[root]

    def _said(self, failed: BodyFailed) -> NodeError:
        source = self._prepared.sources[failed.body]
        named: Mapping[str, Template] = dict(zip(self._prepared.names, self._prepared.templates, strict=True))
        name = next(
            name
            for name, template in named.items()
            if any(source_of(body, template) == source for body in template.bodies)
        )
        where = name if failed.item is None else f"{name}, item {failed.item}"
        return NodeError("expression_failed", f"{where}: {failed}")
