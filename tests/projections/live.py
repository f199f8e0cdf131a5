"""A projector at work, in a thread."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from projections.engine.projector import run_projector
from projections.engine.stop import Stop
from projections.groups import GROUPS


@contextmanager
def live_projector(url: str) -> Iterator[None]:
    stop = Stop()
    thread = threading.Thread(target=run_projector, args=(url, GROUPS, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.request()
        thread.join(5)
        stop.close()
        assert not thread.is_alive()


def until(condition: Callable[[], object], seconds: float = 10) -> float:
    """Seconds that it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, "it never came true"
        time.sleep(0.01)
    return time.monotonic() - begun
