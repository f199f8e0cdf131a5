"""Nodes that work item by item: one that fails doesn't stop the others, where the workflow goes on."""

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import contextmanager
from typing import Any, TypeVar

from workers.engine.outputs import in_chunks
from workers.ports import Chunk, Evaluated, Item, NodeError, Paired

OF_ONE_ITEM = ("expression_failed", "invalid_parameters", "invalid_expression_result")
"""What goes wrong with one item's parameters may go well with another's."""

T = TypeVar("T")
Evaluate = Callable[[Sequence[Item], int], Awaitable[list[Mapping[str, Any]]]]


class Aside:
    """The items of one run that failed. ``tolerates``: whether the run goes on in spite of an error."""

    def __init__(self, tolerates: Callable[[NodeError], bool]) -> None:
        self.errors: dict[int, NodeError] = {}
        self._tolerates = tolerates

    def stored(self) -> list[tuple[int, str, str]]:
        """As JSON, for a run that is suspended."""
        return [(index, error.code, error.message) for index, error in self.errors.items()]

    def recall(self, stored: Iterable[tuple[int, str, str]]) -> None:
        self.errors.update({index: NodeError(code, message) for index, code, message in stored})

    @contextmanager
    def item(self, index: int) -> Iterator[None]:
        try:
            yield
        except NodeError as error:
            if not self._tolerates(error):
                raise
            self.errors[index] = error

    def paired(self, evaluated: Sequence[Evaluated]) -> Paired:
        return [[0, one.place] for one in evaluated] if self.errors else "identity"

    async def evaluated(
        self, chunks: AsyncIterator[list[Item]], evaluate: Evaluate
    ) -> AsyncIterator[list[Evaluated]]:
        """The items with their parameters, without those whose parameters failed."""
        offset = 0
        async for items in chunks:
            yield await self._evaluated(items, offset, evaluate)
            offset += len(items)

    async def _evaluated(self, items: Sequence[Item], offset: int, evaluate: Evaluate) -> list[Evaluated]:
        async def work(some: Sequence[Item], start: int) -> list[Evaluated]:
            found = await evaluate(some, start)
            return [Evaluated(start + n, item, found[n]) for n, item in enumerate(some)]

        return await self.apart(items, offset, work, OF_ONE_ITEM)

    async def apart(
        self,
        items: Sequence[Item],
        offset: int,
        work: Callable[[Sequence[Item], int], Awaitable[list[T]]],
        codes: Collection[str],
    ) -> list[T]:
        try:
            return await work(items, offset)
        except NodeError as error:
            if error.code not in codes or not self._tolerates(error):
                raise
            if len(items) <= 1:
                self.errors[offset] = error
                return []
        half = len(items) // 2
        first = await self.apart(items[:half], offset, work, codes)
        return first + await self.apart(items[half:], offset + half, work, codes)


def with_errors(
    chunks: Sequence[Chunk], errors: Mapping[int, NodeError], items: Sequence[Item], on_error: str, port: str
) -> list[Chunk]:
    """What leaves a node of which some items failed: with ``port``, these by the port ``error``, their
    ``json`` with the error in it; with ``continue``, the error alone, in the item's place, by ``port``."""
    if not errors:
        return list(chunks)
    chunks = list(_with_pairs(chunks))
    if on_error == "port":
        failed = [(index, marked(items[index], errors[index])) for index in sorted(errors)]
        return [*chunks, *_chunks(failed, "error")]
    rows = [row for chunk in chunks if chunk.port == port for row in _rows(chunk)]
    rows += [(index, instead(error)) for index, error in errors.items()]
    rows.sort(key=lambda row: row[0])
    return [*(chunk for chunk in chunks if chunk.port != port), *_chunks(rows, port)]


def marked(item: Item, error: NodeError) -> Item:
    return {**item, "json": {**item["json"], **_said(error)}}


def instead(error: NodeError) -> Item:
    return {"json": _said(error)}


def _said(error: NodeError) -> dict[str, str]:
    return {"error": error.message, "error_code": error.code}


def _with_pairs(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """``identity`` has come to an end where an item is missing."""
    before: dict[str, int] = {}
    for chunk in chunks:
        start = before.get(chunk.port, 0)
        before[chunk.port] = start + chunk.count
        if chunk.paired == "identity":
            yield Chunk(chunk.items, chunk.port, [[0, start + n] for n in range(len(chunk.items))])
        else:
            yield chunk


def _rows(chunk: Chunk) -> Iterator[tuple[int, Item]]:
    """What came from nowhere stands first."""
    for number, item in enumerate(chunk.items):
        yield chunk.paired[number][1] if isinstance(chunk.paired, list) else -1, item


def _chunks(rows: Sequence[tuple[int, Item]], port: str) -> Iterator[Chunk]:
    start = 0
    for items in in_chunks([item for _, item in rows]):
        pairs = [[0, index] for index, _ in rows[start : start + len(items)]]
        start += len(items)
        yield Chunk(items, port, pairs)
