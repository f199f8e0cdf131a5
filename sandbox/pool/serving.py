"""Which waiting step gets which container, and where room for another one comes from."""

from collections.abc import Iterable, Iterator

from sandbox.pool.actions import Action, End, Lease, Refuse, Start
from sandbox.pool.kinds import Key
from sandbox.pool.ledger import Ledger
from sandbox.pool.records import Record, State, Waiter


class Serving:
    """One round over all who wait: urgent ones first, then those without any container, then whoever waits
    longest."""

    def __init__(self, ledger: Ledger, now: float) -> None:
        self._ledger = ledger
        self._settings = ledger.settings
        self._now = now
        self._claimed = 0
        """Rooms that become free, and that somebody before in this round waits for."""
        self.unserved = False
        """Somebody needs a container more than spares are needed."""

    def actions(self) -> Iterator[Action]:
        for key in sorted(self._ledger.waiting, key=self._order):
            yield from self._serve(key)

    def _order(self, key: Key) -> tuple[bool, bool, float]:
        first = self._ledger.first_waiter(key)
        return not first.wish.urgent, bool(self._ledger.of_key(key)), first.since

    def _serve(self, key: Key) -> Iterator[Action]:
        for waiter in self._ledger.in_order(key):
            if found := self._container_for(waiter):
                self._lease(waiter, found)
                yield Lease(waiter.ticket, found.id)
            elif self._is_hopeless(waiter):
                self._ledger.withdraw(waiter.ticket)
                yield Refuse(waiter.ticket, list(waiter.failed.values())[-1])
            else:
                yield from self._grow(waiter)
                return

    def _is_hopeless(self, waiter: Waiter) -> bool:
        return self._failed_everywhere(waiter) and not self._ledger.of_key(waiter.wish.key)

    def _failed_everywhere(self, waiter: Waiter) -> bool:
        return len(waiter.failed) == len(self._ledger.hosts)

    def _lease(self, waiter: Waiter, record: Record) -> None:
        self._ledger.withdraw(waiter.ticket)
        record.become(State.BUSY, self._now)
        if record.key is None:
            record.key, record.owned_since = waiter.wish.key, self._now
            self._ledger.refill_at[record.kind] = self._now + self._settings.refill_after
        record.group = waiter.wish.group or record.group

    def _container_for(self, waiter: Waiter) -> Record | None:
        """Best one that has served its group, then one that has served none, then a spare, then any."""
        wish = waiter.wish
        if not self._ledger.may_use_another(wish):
            return None
        owned = [each for each in self._ledger.free() if each.key == wish.key]
        fits = [each for each in owned if wish.group is None or each.group in (None, wish.group)]
        if fits:
            return max(fits, key=lambda each: (each.group == wish.group, each.since))
        return self._spare_for(waiter, bool(owned)) or max(owned, key=lambda each: each.since, default=None)

    def _spare_for(self, waiter: Waiter, another_group: bool) -> Record | None:
        mine = self._ledger.of_project(waiter.wish.key.project)
        if len(mine) >= self._ledger.cap_of_project(waiter.wish.urgent):
            return None
        if not another_group and not self._worth_another(waiter):
            return None
        kind = waiter.wish.key.kind
        spares = (each for each in self._ledger.free() if each.key is None and each.kind == kind)
        return min(spares, key=lambda each: each.since, default=None)

    def _worth_another(self, waiter: Waiter) -> bool:
        """Whether the step should have a container of its own rather than wait for those of its key."""
        same = self._ledger.of_key(waiter.wish.key)
        if not same:
            return True
        if any(each.state is State.STARTING for each in same):
            return False
        if self._now < waiter.since + self._settings.patience:
            return False
        return self._ledger.idle_cores() or all(map(self._runs_long, same))

    def _runs_long(self, record: Record) -> bool:
        return record.state is State.BUSY and self._now >= record.since + self._settings.long_step

    def _grow(self, waiter: Waiter) -> Iterator[Action]:
        if self._failed_everywhere(waiter) or not self._worth_another(waiter):
            return
        if not self._ledger.may_use_another(waiter.wish):
            return
        key, urgent = waiter.wish.key, waiter.wish.urgent
        mine = self._ledger.of_project(key.project)
        if len(mine) >= self._ledger.cap_of_project(urgent):
            yield from self._end(self._victim(waiter, [each for each in mine if each.key != key]))
            return
        self.unserved = True
        hosts = self._hosts_for(waiter)
        if with_room := [host for host in hosts if self._ledger.has_room(host, urgent)]:
            host = min(with_room, key=self._ledger.on_host)
            record = self._ledger.open(key.kind, host, self._now, waiter)
            yield Start(record.id, host, key.kind, spare=False)
        elif self._claimed < self._ending_on(hosts):
            self._claimed += 1
        elif victim := self._victim(waiter, [each for each in self._ledger.alive() if each.host in hosts]):
            self._claimed += 1
            yield from self._end(victim)

    def _hosts_for(self, waiter: Waiter) -> list[int]:
        """Those that work; without any, the one whose rest ends first."""
        left = [host for host in range(len(self._ledger.hosts)) if host not in waiter.failed]
        rests = {host: self._ledger.hosts[host].rests_until for host in left}
        working = [host for host in left if rests[host] <= self._now]
        return working or [min(left, key=lambda host: rests[host])]

    def _ending_on(self, hosts: list[int]) -> int:
        everything = self._ledger.containers.values()
        return sum(each.state is State.ENDING and each.host in hosts for each in everything)

    def _victim(self, waiter: Waiter, among: list[Record]) -> Record | None:
        """The free container that is worth least where it is."""
        free = [each for each in among if each.state is State.FREE and each.key != waiter.wish.key]
        idle = [each for each in free if each.key not in self._ledger.waiting]
        if self._ledger.of_key(waiter.wish.key):
            return _longest_free(each for each in idle if self._now >= each.since + self._settings.turn)
        return _longest_free(idle) or _longest_free(filter(self._had_its_turn, free))

    def _had_its_turn(self, record: Record) -> bool:
        if not record.steps:
            return False  # it was started for somebody
        has_more = record.key is not None and len(self._ledger.of_key(record.key)) > 1
        return has_more or self._now >= record.owned_since + self._settings.turn

    def _end(self, record: Record | None) -> Iterator[Action]:
        if record is not None and self._ledger.broken(record.id, self._now):
            yield End(record.id)


def _longest_free(records: Iterable[Record]) -> Record | None:
    return min(records, key=lambda each: (each.since, each.owned_since), default=None)
