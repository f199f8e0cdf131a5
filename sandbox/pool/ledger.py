"""The books of the pool: which containers there are, who waits, and what has happened to them.

Pure: it knows neither Docker nor a clock. Events come in through its methods; :mod:`sandbox.pool.plan` says
what is to be done now. A container goes this way::

    STARTING ──started──▶ FREE ──lease──▶ BUSY ──over──▶ SETTLING ──settled──▶ FREE
        │                   │              │                 │
        └─failed─▶ (gone)   └──────────────┴── end, broken ──┴──▶ ENDING ──gone──▶ (gone)

``lease`` and ``end`` are decided by the plan, everything else is told by whoever talks to Docker.
"""

from collections.abc import Iterator
from itertools import count

from sandbox.pool.kinds import DEFAULT_SHAPE, Key, Kind, Wish
from sandbox.pool.records import Host, Record, State, Waiter
from sandbox.pool.settings import PoolSettings


class Ledger:
    """``hosts`` is the number of cores of each Docker host."""

    def __init__(self, settings: PoolSettings, hosts: list[int]) -> None:
        self.settings = settings
        self.hosts = [Host(cores) for cores in hosts]
        self.containers: dict[int, Record] = {}
        self.waiting: dict[Key, dict[int, Waiter]] = {}
        self.wanted_lately: dict[Kind, float] = {}
        """Kinds that spares are kept of, and when a step last asked for one."""
        self.refill_at: dict[Kind, float] = {}
        """Kinds whose last spare was taken or could not be started, and when the next one is."""
        self._ids = count(1)

    # What happens

    def ask(self, ticket: int, wish: Wish, now: float) -> None:
        self.waiting.setdefault(wish.key, {})[ticket] = Waiter(ticket, wish, now)
        if wish.key.kind.shape == DEFAULT_SHAPE:
            self.wanted_lately[wish.key.kind] = now

    def want_spares(self, kind: Kind, now: float) -> None:
        """As if a step had asked for one."""
        self.wanted_lately[kind] = now

    def withdraw(self, ticket: int) -> None:
        """It was cancelled, leased or refused."""
        for key, waiters in self.waiting.items():
            if waiters.pop(ticket, None):
                if not waiters:
                    del self.waiting[key]
                return

    def open(self, kind: Kind, host: int, now: float, waiter: Waiter | None) -> Record:
        """A container is going to be started, for a waiter's project or as a spare."""
        key = waiter.wish.key if waiter else None
        record = Record(
            next(self._ids),
            kind,
            host,
            now,
            key,
            waiter.ticket if waiter else None,
            since=now,
            owned_since=now,
        )
        self.containers[record.id] = record
        return record

    def started(self, id: int, now: float) -> None:
        record = self.containers[id]
        self.hosts[record.host].succeed()
        if record.state is State.STARTING:
            record.become(State.FREE, now)
            record.owned_since = now

    def failed(self, id: int, error: Exception, now: float, *, away: bool) -> None:
        """It could not be started, and nothing of it is left. ``away``: its host can't start any."""
        record = self.containers.pop(id)
        if away:
            self.hosts[record.host].fail(now)
        if record.key is None:
            self.refill_at[record.kind] = now + self.settings.spare_retry
        for waiter in self.waiters():
            if away or waiter.wish.key.kind == record.kind:
                waiter.failed[record.host] = error

    def over(self, id: int, now: float) -> None:
        """Its step has its outcome."""
        record = self.containers[id]
        record.steps += 1
        if record.state is State.BUSY:
            record.become(State.SETTLING, now)

    def unused(self, id: int, now: float) -> None:
        """Its step went away before it began."""
        record = self.containers[id]
        if record.state is State.BUSY:
            record.become(State.FREE, now)

    def settled(self, id: int, now: float) -> None:
        record = self.containers[id]
        if record.state is State.SETTLING:
            record.become(State.FREE, now)

    def broken(self, id: int, now: float) -> bool:
        """It is not to be used again; whether this is news, so that it has to be killed."""
        record = self.containers.get(id)
        if record is None or record.state is State.ENDING:
            return False
        record.become(State.ENDING, now)
        return True

    def gone(self, id: int) -> None:
        self.containers.pop(id, None)

    # What is

    def waiters(self) -> Iterator[Waiter]:
        return (waiter for waiters in self.waiting.values() for waiter in waiters.values())

    def is_leased(self, id: int) -> bool:
        record = self.containers.get(id)
        return record is not None and record.state is State.BUSY

    def first_waiter(self, key: Key) -> Waiter:
        return self.in_order(key)[0]

    def in_order(self, key: Key) -> list[Waiter]:
        """Urgent ones first, then who has waited longest."""
        return sorted(self.waiting[key].values(), key=lambda waiter: not waiter.wish.urgent)

    def alive(self) -> Iterator[Record]:
        return (each for each in self.containers.values() if each.state is not State.ENDING)

    def free(self) -> Iterator[Record]:
        return (each for each in self.containers.values() if each.state is State.FREE)

    def of_key(self, key: Key) -> list[Record]:
        return [each for each in self.alive() if each.key == key]

    def of_project(self, project: str) -> list[Record]:
        return [each for each in self.alive() if each.project == project]

    def on_host(self, host: int) -> int:
        return sum(each.host == host for each in self.containers.values())

    def has_room(self, host: int, urgent: bool = False) -> bool:
        return self.on_host(host) < self.settings.containers + self._kept(urgent)

    def may_use_another(self, wish: Wish) -> bool:
        """Whether one more may be at work, which others may have been waiting for longer."""
        busy = [each for each in self.containers.values() if each.state in (State.BUSY, State.SETTLING)]
        of_project = sum(each.project == wish.key.project for each in busy)
        room = (self.settings.containers + self._kept(wish.urgent)) * len(self.hosts)
        return of_project < self.cap_of_project(wish.urgent) and len(busy) < room

    def idle_cores(self) -> bool:
        busy = sum(each.state is State.BUSY for each in self.containers.values())
        return busy < sum(host.cores for host in self.hosts)

    def cap_of_project(self, urgent: bool = False) -> int:
        return self.settings.containers_of_project * len(self.hosts) + self._kept(urgent)

    def _kept(self, urgent: bool) -> int:
        return self.settings.kept if urgent else 0
