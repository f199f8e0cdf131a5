"""What the pool should do now: serve who waits, replace what is used up, keep spares."""

from collections.abc import Iterator

from sandbox.pool.actions import Action, End, Start
from sandbox.pool.ledger import Ledger
from sandbox.pool.records import Record, State
from sandbox.pool.serving import Serving


def plan(ledger: Ledger, now: float) -> list[Action]:
    """The actions, already entered in the ledger: whoever gets them carries them out and tells it the end."""
    retired = list(_retire(ledger, now))
    serving = Serving(ledger, now)
    served = list(serving.actions())
    refilled = [] if serving.unserved else list(_refill(ledger, now))
    return [*retired, *served, *refilled]


def next_look(ledger: Ledger, now: float) -> float | None:
    """When the plan may change although nothing happens; None: never."""
    settings = ledger.settings
    times = [_retires_at(ledger, each) for each in ledger.free()]
    times += [*ledger.refill_at.values(), *(host.rests_until for host in ledger.hosts)]
    if ledger.waiting:
        times += [ledger.first_waiter(key).since + settings.patience for key in ledger.waiting]
        times += [each.since + settings.long_step for each in ledger.alive() if each.state is State.BUSY]
        times += [since + settings.turn for each in ledger.free() for since in (each.since, each.owned_since)]
    later = [time for time in times if time > now]
    return min(later, default=None)


def _retire(ledger: Ledger, now: float) -> Iterator[Action]:
    for record in list(ledger.free()):
        used_up = record.steps >= ledger.settings.steps
        if (used_up or _retires_at(ledger, record) <= now) and ledger.broken(record.id, now):
            yield End(record.id)


def _retires_at(ledger: Ledger, record: Record) -> float:
    """When a free container that nobody uses until then has to go. One that was started for a step serves it
    however long that took: else on a slow machine it would be too old before its first step."""
    settings = ledger.settings
    if record.key is None:
        idle = ledger.wanted_lately.get(record.kind, record.born) + settings.spare_idle
    else:
        idle = record.since + settings.owned_idle
    return min(record.born + settings.age, idle) if record.key is None or record.steps else idle


def _refill(ledger: Ledger, now: float) -> Iterator[Action]:
    """One spare at a time, and never at the cost of a container that is there."""
    if any(each.state is State.STARTING for each in ledger.alive()):
        return
    hosts = [n for n, host in enumerate(ledger.hosts) if host.rests_until <= now and ledger.has_room(n)]
    for kind, wanted_at in ledger.wanted_lately.items():
        spares = sum(each.key is None and each.kind == kind for each in ledger.alive())
        wanted = now < wanted_at + ledger.settings.spare_idle and spares < ledger.settings.spares
        if hosts and wanted and ledger.refill_at.get(kind, now) <= now:
            host = min(hosts, key=ledger.on_host)
            yield Start(ledger.open(kind, host, now, None).id, host, kind, spare=True)
            return
