"""What one step uses of the container."""

import time

from sandbox.runner.counters import Counters, Reading


class Meter:
    """Runs from the step's beginning on. The runner's own work is not counted."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._own_before = time.process_time()
        self.before = counters.read()
        self._highest = self.before.memory

    def sample(self) -> Reading:
        now = self._counters.read()
        self._highest = max(self._highest, now.memory)
        return now

    def cpu_time(self, now: Reading) -> float:
        own = time.process_time() - self._own_before
        return max(now.cpu_time - self.before.cpu_time - own, 0.0)

    def peak_memory(self, now: Reading, process_peak: int) -> int:
        """Exact where the container needed more than ever before; else the most that was seen."""
        if now.peak_memory > self.before.peak_memory:
            return now.peak_memory
        return max(self._highest, process_peak)
