"""The pool's decisions, without Docker: who gets which container, and where room comes from."""

from dataclasses import replace

from sandbox.model import Limits
from sandbox.pool.actions import Action, End, Lease, Refuse, Start
from sandbox.pool.kinds import DEFAULT_SHAPE, Key, Kind, Shape, Wish
from sandbox.pool.ledger import Ledger
from sandbox.pool.plan import next_look, plan
from sandbox.pool.settings import PoolSettings

PYTHON = Kind("python", DEFAULT_SHAPE)
SETTINGS = PoolSettings(containers=4, containers_of_project=3, spares=0)


def wish(
    project: str = "a",
    kind: Kind = PYTHON,
    group: str | None = None,
    *,
    network: bool = False,
    urgent: bool = False,
) -> Wish:
    return Wish(Key(project, kind, network), group, urgent)


class Story:
    """A ledger, and a clock that the test turns."""

    def __init__(self, settings: PoolSettings = SETTINGS, cores: tuple[int, ...] = (2,)) -> None:
        self.ledger = Ledger(settings, list(cores))
        self.now = 100.0
        self._tickets = 0

    def plan(self) -> list[Action]:
        return plan(self.ledger, self.now)

    def ask(self, asked: Wish | None = None) -> int:
        self._tickets += 1
        self.ledger.ask(self._tickets, asked or wish(), self.now)
        return self._tickets

    def wait(self, seconds: float) -> list[Action]:
        self.now += seconds
        return self.plan()

    def end(self, container: int) -> list[Action]:
        self.ledger.over(container, self.now)
        self.ledger.settled(container, self.now)
        return self.plan()

    def start(self, asked: Wish | None = None) -> int:
        """A step runs in a container of its own; which one."""
        self.ask(asked)
        (start,) = self.plan()
        assert isinstance(start, Start)
        self.ledger.started(start.container, self.now)
        (lease,) = self.plan()
        assert isinstance(lease, Lease)
        return lease.container

    def spare(self, kind: Kind = PYTHON) -> int:
        settings, self.ledger.settings = self.ledger.settings, replace(self.ledger.settings, spares=1)
        self.ledger.want_spares(kind, self.now)
        (start,) = self.plan()
        assert isinstance(start, Start)
        assert start.spare
        self.ledger.settings = settings
        self.ledger.started(start.container, self.now)
        assert self.plan() == []
        return start.container


def test_a_container_is_started_and_used_again() -> None:
    story = Story()
    container = story.start()
    story.end(container)
    ticket = story.ask()
    assert story.plan() == [Lease(ticket, container)]


def test_projects_networks_images_and_shapes_have_containers_of_their_own() -> None:
    story = Story(replace(SETTINGS, containers=9, containers_of_project=9))
    first = story.start()
    story.end(first)
    slow = Kind("python", Shape.of(Limits(cpus=0.5)))
    for other in (wish("b"), wish(network=True), wish(kind=Kind("data", DEFAULT_SHAPE)), wish(kind=slow)):
        assert story.start(other) != first


def test_a_spare_is_taken_at_once_and_refilled_a_little_later() -> None:
    story = Story(replace(SETTINGS, spares=1))
    spare = story.spare()
    ticket = story.ask()
    assert story.plan() == [Lease(ticket, spare)]
    assert next_look(story.ledger, story.now) == story.now + SETTINGS.refill_after
    (refill,) = story.wait(SETTINGS.refill_after)
    assert isinstance(refill, Start)
    assert refill.spare


def test_a_second_step_waits_a_little_before_it_gets_a_container_of_its_own() -> None:
    story = Story()
    story.start()
    story.ask()
    assert story.plan() == []
    assert next_look(story.ledger, story.now) == story.now + SETTINGS.patience
    (start,) = story.wait(SETTINGS.patience)
    assert isinstance(start, Start)


def test_with_all_cores_taken_only_long_steps_are_not_waited_for() -> None:
    story = Story(cores=(1,))
    story.start()
    story.ask()
    assert story.wait(SETTINGS.patience) == []
    assert [type(action) for action in story.wait(SETTINGS.long_step)] == [Start]


def test_a_container_that_served_the_group_is_preferred_then_a_spare_then_any() -> None:
    story = Story()
    of_one = story.start(wish(group="one"))
    story.end(of_one)
    spare = story.spare()
    for expected in (spare, spare, of_one):
        ticket = story.ask(wish(group="two" if expected == spare else "one"))
        assert story.plan() == [Lease(ticket, expected)]
        story.end(expected)
    ticket = story.ask(wish(group="three"))
    assert story.plan() == [Lease(ticket, of_one)]


def test_a_full_pool_gives_up_what_was_idle_longest() -> None:
    story = Story()
    containers = []
    for project in "abcd":
        containers.append(story.start(wish(project)))
        story.wait(1)
    for container in containers:
        story.end(container)
        story.wait(1)
    story.ask(wish("e"))
    assert story.plan() == [End(containers[0])]
    assert story.plan() == []
    story.ledger.gone(containers[0])
    (start,) = story.plan()
    assert isinstance(start, Start)


def test_a_project_in_bulk_leaves_room_for_others() -> None:
    story = Story()
    for _ in range(20):
        story.ask()
    for _ in range(10):
        for action in story.wait(1):
            if isinstance(action, Start):
                story.ledger.started(action.container, story.now)
    assert len(story.ledger.of_project("a")) == SETTINGS.containers_of_project
    assert story.start(wish("b"))


def test_a_project_without_any_container_takes_one_over_from_one_with_many() -> None:
    story = Story(replace(SETTINGS, containers=2, containers_of_project=2))
    first = story.start()
    for _ in range(9):
        story.ask()
    (start,) = story.wait(SETTINGS.patience)
    assert isinstance(start, Start)
    story.ledger.started(start.container, story.now)
    story.plan()
    story.ask(wish("b"))
    assert story.plan() == []
    assert story.end(first) == [End(first)]


def test_the_last_container_is_taken_over_only_after_a_turn() -> None:
    story = Story(replace(SETTINGS, containers=1))
    only = story.start()
    for _ in range(9):
        story.ask()
    story.ask(wish("b"))
    assert [type(action) for action in story.end(only)] == [Lease]
    story.wait(SETTINGS.turn)
    assert story.end(only) == [End(only)]


def test_what_is_idle_old_or_used_up_is_removed() -> None:
    idle = Story()
    container = idle.start()
    idle.end(container)
    assert next_look(idle.ledger, idle.now) == idle.now + SETTINGS.owned_idle
    assert idle.wait(SETTINGS.owned_idle) == [End(container)]

    old = Story(replace(SETTINGS, age=10))
    container = old.start()
    assert old.wait(11) == []
    assert old.end(container) == [End(container)]

    slow = Story(replace(SETTINGS, age=10))
    ticket = slow.ask()
    (start,) = slow.plan()
    assert isinstance(start, Start)
    slow.now += 11
    slow.ledger.started(start.container, slow.now)
    assert slow.plan() == [Lease(ticket, start.container)], "not too old for the step that it was started for"
    assert slow.end(start.container) == [End(start.container)]

    used_up = Story(replace(SETTINGS, steps=2))
    container = used_up.start()
    assert used_up.end(container) == []
    used_up.ask()
    used_up.plan()
    assert used_up.end(container) == [End(container)]


def test_spares_that_nobody_asked_for_lately_go() -> None:
    settings = replace(SETTINGS, spares=1, spare_idle=50, age=200)
    story = Story(settings)
    spare = story.spare()
    assert story.wait(49) == []
    assert story.wait(1) == [End(spare)]
    story.ledger.gone(spare)
    assert story.plan() == []


def test_a_spare_never_costs_a_container_that_is_there() -> None:
    story = Story(replace(SETTINGS, containers=1, spares=1))
    story.ask()
    (start,) = story.plan()
    assert isinstance(start, Start)
    assert not start.spare
    story.ledger.started(start.container, story.now)
    assert [type(action) for action in story.plan()] == [Lease]
    assert story.wait(1) == []


def test_containers_go_to_the_host_with_the_fewest() -> None:
    story = Story(cores=(2, 2))
    hosts = [story.ledger.containers[story.start(wish(project))].host for project in "abcd"]
    assert sorted(hosts) == [0, 0, 1, 1]


def test_a_host_that_failed_is_left_alone_and_tried_again() -> None:
    story = Story(cores=(2, 2))
    ticket = story.ask()
    (first,) = story.plan()
    assert isinstance(first, Start)
    story.ledger.failed(first.container, OSError("away"), story.now, away=True)
    (second,) = story.plan()
    assert isinstance(second, Start)
    assert second.host != first.host
    story.ledger.started(second.container, story.now)
    assert story.plan() == [Lease(ticket, second.container)]
    assert story.ledger.containers[story.start(wish("b"))].host == second.host
    story.now += 60
    assert story.ledger.containers[story.start(wish("c"))].host == first.host


def test_a_step_is_refused_when_every_host_has_failed() -> None:
    story = Story(cores=(2, 2))
    ticket = story.ask()
    for _ in story.ledger.hosts:
        (start,) = story.plan()
        assert isinstance(start, Start)
        error = OSError(f"host {start.host} is away")
        story.ledger.failed(start.container, error, story.now, away=True)
    assert story.plan() == [Refuse(ticket, error)]
    story.ask()
    assert isinstance(story.plan()[0], Start), "without any other host a resting one is asked again"


def test_an_image_that_is_missing_rests_no_host() -> None:
    story = Story()
    ticket = story.ask(wish(kind=Kind("missing", DEFAULT_SHAPE)))
    (start,) = story.plan()
    assert isinstance(start, Start)
    error = LookupError("no such image")
    story.ledger.failed(start.container, error, story.now, away=False)
    assert story.plan() == [Refuse(ticket, error)]
    assert story.start()


def test_an_urgent_step_goes_before_those_of_its_project_that_have_waited_longer() -> None:
    story = Story(replace(SETTINGS, containers_of_project=1, kept=0))
    container = story.start()
    story.ask()
    urgent = story.ask(wish(urgent=True))
    assert story.end(container) == [Lease(urgent, container)]


def test_an_urgent_step_has_room_where_long_ones_use_all_of_its_projects() -> None:
    story = Story(replace(SETTINGS, containers_of_project=2))
    for _ in range(2):
        story.ask()
        [start] = story.wait(1)
        assert isinstance(start, Start)
        story.ledger.started(start.container, story.now)
        story.plan()
    story.ask()
    assert story.wait(1) == []
    urgent = story.ask(wish(urgent=True))
    [start] = story.wait(1)
    assert isinstance(start, Start)
    story.ledger.started(start.container, story.now)
    assert story.plan() == [Lease(urgent, start.container)]
    assert story.end(start.container) == [], "the next urgent one finds it free"
    again = story.ask(wish(urgent=True))
    assert story.plan() == [Lease(again, start.container)]


def test_an_urgent_step_has_room_where_others_use_everything() -> None:
    story = Story(replace(SETTINGS, containers=2))
    for project in ("b", "c"):
        story.start(wish(project))
    story.ask()
    assert story.wait(1) == []
    urgent = story.ask(wish(urgent=True))
    [start] = story.wait(1)
    assert isinstance(start, Start)
    story.ledger.started(start.container, story.now)
    assert story.plan() == [Lease(urgent, start.container)]
