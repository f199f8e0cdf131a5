"""Children of the supervisor: restarted, and ended with all they started."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.embedded.process import started_at
from infra.supervisor import signals
from infra.supervisor.child import Child
from infra.supervisor.supervisor import end


@pytest.fixture(autouse=True)
def held_signals() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    signals.hold()
    yield
    while signal.sigtimedwait(signals.STOP | {signal.SIGCHLD}, 0):
        pass
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def eventually(condition: Callable[[], object], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def stubborn(tmp_path: Path, *arguments: str) -> tuple[Child, int]:
    """A started child and the pid of what it started."""
    log = tmp_path / "log"
    child = Child("stubborn", "tests.infra.stubborn", arguments, log)
    child.start(os.environ)
    eventually(lambda: log.exists() and log.read_text().endswith("\n"))
    return child, int(log.read_text())


def test_a_child_that_ignores_the_word_is_killed_with_all_it_started(tmp_path: Path) -> None:
    child, offspring = stubborn(tmp_path, "ignore")
    assert child.process
    pid = child.process.pid
    began = time.monotonic()
    end([child], 0.3)
    assert time.monotonic() - began >= 0.3
    assert started_at(pid) is None
    eventually(lambda: started_at(offspring) is None)


def test_what_a_dead_child_left_running_goes_before_it_is_started_again(tmp_path: Path) -> None:
    child, offspring = stubborn(tmp_path, "end")
    eventually(lambda: not child.running)
    assert child.bury() == 0
    eventually(lambda: started_at(offspring) is None)
    assert child.due is not None
    assert child.due <= time.monotonic()


def test_one_that_dies_young_again_and_again_waits_ever_longer() -> None:
    child = Child("broken", "tests.no_such_module")
    pauses: list[float] = []
    for _ in range(4):
        child.start({**os.environ, "PYTHONSAFEPATH": "1"})
        assert child.process
        child.process.wait()
        assert child.bury() == 1
        assert child.due is not None
        pauses.append(child.due - time.monotonic())
    assert pauses[0] <= 0
    assert pauses[1] < pauses[2] < pauses[3]


def test_children_can_be_interrupted_although_the_supervisor_holds_its_signals(tmp_path: Path) -> None:
    child, _ = stubborn(tmp_path)
    end([child], 5)
    assert child.process is None
    assert not child.running


def test_a_child_is_gone_as_soon_as_its_supervisor_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    supervisor = os.fork()
    if supervisor == 0:
        Child("orphan", "tests.infra.stubborn", (), log).start(os.environ)
        signal.pause()
    eventually(lambda: log.exists() and log.read_text().endswith("\n"))
    offspring = int(log.read_text())
    child = int(Path(f"/proc/{offspring}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(supervisor, signal.SIGKILL)
    os.waitpid(supervisor, 0)
    eventually(lambda: started_at(child) is None)
    os.kill(offspring, signal.SIGKILL)


def test_a_second_word_to_stop_ends_the_waiting(tmp_path: Path) -> None:
    child, _ = stubborn(tmp_path, "ignore")
    signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # other tests' threads don't hold it back
    began = time.monotonic()
    end([child], 30)
    assert time.monotonic() - began < 30
