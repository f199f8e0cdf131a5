"""Whatever happens to the pool, its promises hold."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sandbox.model import Limits
from sandbox.pool.actions import End, Lease, Refuse, Start
from sandbox.pool.kinds import DEFAULT_SHAPE, Key, Kind, Shape, Wish
from sandbox.pool.ledger import Ledger
from sandbox.pool.plan import next_look, plan
from sandbox.pool.records import State
from sandbox.pool.settings import PoolSettings

KINDS = [Kind("python", DEFAULT_SHAPE), Kind("data", DEFAULT_SHAPE), Kind("python", Shape.of(Limits(cpus=2)))]
SETTINGS = PoolSettings(containers=3, containers_of_project=2, steps=4, age=90, owned_idle=20, spare_idle=40)

wishes = st.builds(
    Wish,
    st.builds(Key, st.sampled_from("abcd"), st.sampled_from(KINDS), st.booleans()),
    st.sampled_from([None, "one", "two"]),
)


class Pool(RuleBasedStateMachine):
    """Plays Docker and the steps, and keeps books of its own beside the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(SETTINGS, [2, 2])
        self.now = 0.0
        self.tickets = 0
        self.wishes: dict[int, Wish] = {}
        self.starting: dict[int, int] = {}
        self.host: dict[int, int] = {}
        self.running: dict[int, int] = {}
        self.settling: set[int] = set()
        self.ending: set[int] = set()
        self.owner: dict[int, Key] = {}

    def carry_out(self) -> None:
        for action in plan(self.ledger, self.now):
            match action:
                case Start(container, host, kind):
                    assert container not in self.host
                    self.starting[container], self.host[container] = host, host
                    assert self.ledger.containers[container].kind == kind
                case Lease(ticket, container):
                    self.lease(ticket, container)
                case End(container):
                    assert container not in self.running | self.starting
                    self.ending.add(container)
                case Refuse(ticket):
                    del self.wishes[ticket]

    def lease(self, ticket: int, container: int) -> None:
        wish = self.wishes.pop(ticket)
        assert container not in {*self.running, *self.settling, *self.ending, *self.starting}
        assert self.owner.setdefault(container, wish.key) == wish.key
        assert self.ledger.containers[container].kind == wish.key.kind
        self.running[container] = ticket

    def forget(self, container: int) -> None:
        for books in (self.starting, self.running, self.owner, self.host):
            books.pop(container, None)
        self.settling.discard(container)
        self.ending.discard(container)

    @rule(wish=wishes)
    def ask(self, wish: Wish) -> None:
        self.tickets += 1
        self.wishes[self.tickets] = wish
        self.ledger.ask(self.tickets, wish, self.now)
        self.carry_out()

    @precondition(lambda self: self.wishes)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(sorted(self.wishes)))
        del self.wishes[ticket]
        self.ledger.withdraw(ticket)
        self.carry_out()

    @precondition(lambda self: self.starting)
    @rule(data=st.data(), outcome=st.sampled_from(["started", "started", "away", "missing"]))
    def finish_starting(self, data: st.DataObject, outcome: str) -> None:
        container = data.draw(st.sampled_from(sorted(self.starting)))
        del self.starting[container]
        if outcome == "started":
            self.ledger.started(container, self.now)
        else:
            self.forget(container)
            self.ledger.failed(container, OSError(outcome), self.now, away=outcome == "away")
        self.carry_out()

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def over(self, data: st.DataObject) -> None:
        container = data.draw(st.sampled_from(sorted(self.running)))
        del self.running[container]
        self.settling.add(container)
        self.ledger.over(container, self.now)
        self.carry_out()

    @precondition(lambda self: self.settling)
    @rule(data=st.data())
    def settled(self, data: st.DataObject) -> None:
        container = data.draw(st.sampled_from(sorted(self.settling)))
        self.settling.discard(container)
        self.ledger.settled(container, self.now)
        self.carry_out()

    @precondition(lambda self: self.host)
    @rule(data=st.data())
    def dies(self, data: st.DataObject) -> None:
        container = data.draw(st.sampled_from(sorted(self.host)))
        if container in self.starting:
            return
        if self.ledger.broken(container, self.now):
            self.running.pop(container, None)
            self.settling.discard(container)
            self.ending.add(container)
        self.carry_out()

    @precondition(lambda self: self.ending)
    @rule(data=st.data())
    def gone(self, data: st.DataObject) -> None:
        container = data.draw(st.sampled_from(sorted(self.ending)))
        self.forget(container)
        self.ledger.gone(container)
        self.carry_out()

    @rule(seconds=st.sampled_from([0.01, 0.06, 0.3, 1.5, 25, 100]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.carry_out()

    @invariant()
    def a_host_has_no_more_containers_than_it_may(self) -> None:
        for host in range(2):
            assert list(self.host.values()).count(host) <= SETTINGS.containers

    @invariant()
    def a_project_has_no_more_containers_than_it_may(self) -> None:
        for project in "abcd":
            assert len(self.ledger.of_project(project)) <= SETTINGS.containers_of_project * 2

    @invariant()
    def nothing_is_decided_twice(self) -> None:
        assert plan(self.ledger, self.now) == []

    @invariant()
    def the_books_agree(self) -> None:
        states = {id: record.state for id, record in self.ledger.containers.items()}
        for state, ids in (
            (State.STARTING, self.starting),
            (State.BUSY, self.running),
            (State.SETTLING, self.settling),
            (State.ENDING, self.ending),
        ):
            assert {id for id, each in states.items() if each is state} == set(ids), state
        assert {waiter.ticket for waiter in self.ledger.waiters()} == set(self.wishes)

    def teardown(self) -> None:
        """As long as steps end and containers start, everybody is served, woken by nothing but the clock."""
        for _ in range(400):
            if not self.wishes:
                return
            self.let_everything_end()
            look = next_look(self.ledger, self.now)
            busy = self.starting or self.running or self.settling or self.ending
            assert look is not None or busy, "somebody waits, and nothing will ever happen"
            self.now = look if look is not None and not busy else self.now + 0.01
            self.carry_out()
        raise AssertionError(f"never served: {self.wishes}")

    def let_everything_end(self) -> None:
        self.now += 1.5  # it takes longer than a turn
        for container in list(self.starting):
            self.starting.pop(container)
            self.ledger.started(container, self.now)
        for container in [*self.running, *self.settling]:
            if container in self.running:
                self.ledger.over(container, self.now)
            self.running.pop(container, None)
            self.settling.discard(container)
            self.ledger.settled(container, self.now)
        for container in list(self.ending):
            self.forget(container)
            self.ledger.gone(container)
        self.carry_out()


Pool.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestPool = Pool.TestCase
