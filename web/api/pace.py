"""How often somebody may do something, counted in this process."""

import math
import time
from collections import OrderedDict
from collections.abc import Hashable

from web.api.problems import Refusal


class Pace:
    """So many at once, and so many a second."""

    MOST = 10_000

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def enter(self, who: Hashable) -> None:
        """Raises a 429 that says when to try again."""
        now = time.monotonic()
        left, at = self._left.get(who, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._per_second)
        if left < 1:
            wait = max(1, math.ceil((1 - left) / self._per_second))
            detail = f"too many of these; try again in {wait} s"
            raise Refusal(429, "too_many_requests", detail, headers={"Retry-After": str(wait)})
        self._left[who] = (left - 1, now)
        self._left.move_to_end(who)
        if len(self._left) > self.MOST:
            self._left.popitem(last=False)
