"""What a node run sees of the engine."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from sandbox.model import Sandbox

Item = dict[str, Any]
"""``{"json": {...}, "binary"?: {...}}``."""

Paired = Literal["identity"] | list[list[int]] | None
"""Which input item each output item came from: the same index, ``[input, index]`` each, or unknown."""

Effect = Literal["pure", "idempotent", "effectful"]


@dataclass(slots=True)
class Chunk:
    """At most 1,000 items or about 1 MB of them, leaving by one port."""

    items: list[Item]
    port: str = "main"
    paired: Paired = None


class NodeError(Exception):
    """A node failed for a reason its user can mend. ``code`` is stable, the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


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

    async def loop_input(self) -> list[Item]:
        """Of a loop: what ``main`` began it with."""

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
        """What left the first port of the named node's latest run. Raises :class:`NodeError`
        (``unknown_node``) where there is no such node, or it has not run."""

    async def evaluate(self, items: Sequence[Item], offset: int = 0) -> list[Mapping[str, Any]]:
        """For each item, the parameters with their expressions evaluated (same order, same length).

        ``offset`` is the index of the first of them within the whole input. Where no parameter
        holds an expression, all entries are the same object. Raises :class:`NodeError`.
        """

    async def log(self, stream: Literal["stdout", "stderr", "system"], line: str) -> None:
        """A line for the execution's log; waits when the log is written faster than it is stored."""

    def warn(self, parameter: str, item: int, path: str) -> None:
        """A property that was not there; shown on the node's run."""
