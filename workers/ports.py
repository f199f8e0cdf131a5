"""What a node run sees of the engine."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Literal, NamedTuple, Protocol, TypeVar

from domain import json_text
from domain.files import StoredFile
from sandbox.model import Sandbox

T = TypeVar("T")
Item = dict[str, Any]
"""``{"json": {...}, "binary"?: {...}}``."""

Paired = Literal["identity"] | list[Any] | None
"""Which input item each output item came from: the same index; ``[input, index]`` each, or a list of such
pairs where it is made of several, or None where it is unknown of that one; or unknown."""

Effect = Literal["pure", "idempotent", "effectful"]


class Chunk:
    """At most 1,000 items or about 1 MB of them, leaving by one port: as items, or as the JSON text that they
    came as, for as long as nobody wants the items."""

    __slots__ = ("_count", "_items", "_named", "_raw", "_spelled", "paired", "port")

    def __init__(self, items: list[Item], port: str = "main", paired: Paired = None) -> None:
        self.port = port
        self.paired: Paired = paired
        self._items: list[Item] | None = items
        self._raw = b""
        self._count = 0
        self._named: set[str] | None = None
        """Which of the keys stand in the text, once somebody has asked."""
        self._spelled = False

    @classmethod
    def of_text(cls, raw: bytes, count: int, port: str = "main", paired: Paired = None) -> "Chunk":
        """``raw`` is the array of ``count`` items, and has been checked; nothing stands around it."""
        chunk = cls([], port, paired)
        chunk._items, chunk._raw, chunk._count = None, raw, count
        return chunk

    @property
    def items(self) -> list[Item]:
        if self._items is None:
            self._items, self._raw = json_text.read_back(self._raw), b""
        return self._items

    @property
    def count(self) -> int:
        return self._count if self._items is None else len(self._items)

    @property
    def text(self) -> bytes | None:
        """None where it holds items."""
        return self._raw if self._items is None else None

    def may_have(self, key: Literal["binary", "paired"]) -> bool:
        """Whether an item may have this key beside its ``json``; False is certain."""
        if self._items is not None:
            return any(key in item for item in self._items)
        if self._named is None:
            self._named = {name.decode() for name in _NAMES.findall(self._raw)}
            self._spelled = b"\\" in self._raw and any(code in self._raw for code in _SPELLED)
        return self._spelled or key in self._named


_NAMES = re.compile(rb'"(binary|paired)"')
_SPELLED = (rb"\u006", rb"\u007")
"""How a letter of a key begins where it is spelled by its number."""


class NodeError(Exception):
    """A node failed for a reason its user can mend. ``code`` is stable, the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Evaluated(NamedTuple):
    """An item of the input, with the parameters as they are for it."""

    place: int
    """Its index within the whole input."""
    item: Item
    parameters: Mapping[str, Any]


class Suspend(Exception):
    """Raised by a node's run: it goes on when something happens, and holds no worker until then."""

    def __init__(
        self,
        kind: Literal["time", "webhook", "approval", "call"],
        message: str,
        *,
        until: datetime | None = None,
        details: Mapping[str, Any] | None = None,
        children: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        """For people: what it waits for."""
        self.until = until
        """When it goes on by itself, with ``reason`` time."""
        self.details = dict(details or {})
        """Small JSON that the node finds again in :attr:`Resumption.details`."""
        self.children = list(children)
        """Executions that it waits for; it goes on when all are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A called execution that is over. ``items``: what its last node put out; none unless completed."""

    execution_id: str
    status: Literal["completed", "failed", "cancelled", "timed_out"]
    items: list[Item]
    message: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """Why a suspended run goes on."""

    reason: Literal["time", "webhook", "approve", "reject", "continue", "called"]
    data: Any = None
    """What came with it, JSON: the request of a webhook, an approver's comment, items given by hand."""
    by: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    called: Sequence[Called] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What a server said. Header names are lower case, in the order they came."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class HttpRefused(Exception):
    """The connection was never made: the address or the scheme isn't allowed."""


class HttpFailed(Exception):
    """The server couldn't be reached, broke off, or sent something that isn't HTTP."""


class HttpTimeout(Exception):
    """The answer wasn't complete in time."""


class HttpTooLarge(Exception):
    """The body is longer than the caller wants to have."""


class HttpClient(Protocol):
    """The only way out: what it connects to has been checked."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Sequence[tuple[str, str]] = (),
        body: bytes | None = None,
        timeout_s: float = 30.0,
        max_bytes: int = 10_000_000,
        follow_redirects: bool = True,
    ) -> HttpAnswer:
        """One request with at most five redirects, all within ``timeout_s``.

        Raises one of the four ``Http…`` exceptions above.
        """


class NodeFiles(Protocol):
    """The files that one node run may open and make: those of its project."""

    async def find(self, file_ids: Collection[str]) -> dict[str, StoredFile]:
        """By id, without those that are not there; another project's never are."""

    def read(self, file: StoredFile) -> AsyncIterator[bytes]: ...

    async def save(self, path: str, content: IO[bytes], *, name: str, mime: str) -> StoredFile:
        """``path`` tells the files of one run apart. The same file is stored once, however often the run is
        repeated."""


class NodeContext(Protocol):
    """One run of one node."""

    execution_id: str
    workflow_id: str
    project_id: str
    node_id: str
    node_name: str
    run_index: int
    attempt: int
    interactive: bool
    """Somebody looks on: its execution goes before all others."""
    timeout_s: float | None
    http: HttpClient
    sandbox: Sandbox
    files: NodeFiles

    @property
    def idempotency_key(self) -> str:
        """``execution:node:run_index``: the same for every attempt of this run."""

    round: int
    """Of a loop: 0 where ``main`` began it, then one more each time something came back."""
    timezone: str
    """The workflow's, an IANA name."""
    settings: Mapping[str, Any]
    """The node's, as stored."""

    @property
    def input_port(self) -> str:
        """Where a node gathers ``each`` or is a loop: the port that this run's input came in by."""

    @property
    def clock_now(self) -> datetime: ...

    def chunks(self, port: str | None = None) -> AsyncIterator[list[Item]]:
        """The input, in chunks; of one port only, where a node gathers ``all``."""

    def packed(self) -> AsyncIterator[Chunk]:
        """The same as it is kept, for those who pass it on without looking into it."""

    async def loop_input(self, start: int, count: int) -> list[Item]:
        """Of a loop: a part of what ``main`` began it with."""

    async def loop_returned(self) -> list[Item]:
        """Of a loop: everything that came back since it began, in order."""

    async def call(
        self, workflow_id: str, items: Sequence[Item], number: int = 0, *, waits: bool = True
    ) -> str:
        """Start another workflow of the project at its ``trigger.call``; its execution's id.

        ``number`` (0, 1, 2, …) tells several calls of one run apart; the same call is made once, however
        often the run is repeated. ``waits``: the run is going to wait for it, so that it ends with the run.
        Raises :class:`NodeError`.
        """

    def link(self, action: Literal["webhook", "approve", "reject"], until: datetime | None) -> str:
        """The URL that makes this run go on when somebody calls it: signed, good for this run alone, once,
        and until then."""

    async def nodes_output(self, name: str) -> list[Item]:
        """What left the named node's latest run, by the port that the shortest way here begins at, or else by
        its first. Raises :class:`NodeError` (``unknown_node``) where there is no such node, or it has not
        run."""

    async def matching_items(self, name: str, start: int, count: int) -> list[Item | str]:
        """For each of so many items of the whole input, from an index on: the item of the named node that it
        came from, or why there is none. Raises :class:`NodeError` as ``nodes_output``."""

    async def evaluate(self, items: Sequence[Item], offset: int = 0) -> list[Mapping[str, Any]]:
        """For each item, the parameters with their expressions evaluated (same order, same length).

        ``offset`` is the index of the first of them within the whole input. Where no parameter
        holds an expression, all entries are the same object. Raises :class:`NodeError`.
        """

    def evaluated(self) -> AsyncIterator[list[Evaluated]]:
        """For nodes that work item by item: the input in chunks, each item with its parameters. Where the
        workflow goes on in spite of errors, items whose parameters fail are put aside and not among them."""

    def item(self, index: int) -> AbstractContextManager[None]:
        """``with context.item(index):`` around the work on one item. A :class:`NodeError` inside puts the
        item aside and ends the block, where the workflow goes on in spite of it; otherwise it is raised."""

    async def apart(
        self,
        items: Sequence[Item],
        offset: int,
        work: Callable[[Sequence[Item], int], Awaitable[list[T]]],
        codes: Collection[str],
    ) -> list[T]:
        """Work on items that can only fail together: where it does, with one of these codes, and the workflow
        goes on in spite of it, it is done again with each half of them, until the item is found and put
        aside. For work that changes nothing. ``offset``: of the first item, within the whole input."""

    def paired(self, evaluated: Sequence[Evaluated]) -> Paired:
        """How a chunk is paired that has one item for each of these: ``identity`` while none is aside."""

    async def log(self, stream: Literal["stdout", "stderr", "system"], line: str) -> None:
        """A line for the execution's log; waits when the log is written faster than it is stored."""

    def warn(self, parameter: str, item: int, path: str, why: str = "") -> None:
        """A property that was not there, or a value that is ``why``, for which JSON has no word; shown on the
        node's run."""
