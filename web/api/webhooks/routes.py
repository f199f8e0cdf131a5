"""Which workflow a webhook's address belongs to, remembered."""

import time
from collections import OrderedDict

from domain.tape import Recorded
from projections.read_model import ReadModel
from projections.workflows.queries import WebhookRoute, find_webhook
from web.api.ports import Tail

MATTERS = frozenset(
    {"workflow.version_published", "workflow.activated", "workflow.deactivated", "workflow.archived"}
)
"""Topics of the events that can change where an address leads."""


class WebhookRoutes:
    """Only hits are remembered: an unknown address is looked up anew each time, and can't fill the memory.

    ``forget`` also counts generations, so that an answer from before it is not kept after it.
    """

    MOST = 10_000
    SECONDS = 30.0
    """For how long at most, should the tail be cut off from PostgreSQL."""

    def __init__(self, read_model: ReadModel, tail: Tail) -> None:
        self._read_model = read_model
        self._kept: OrderedDict[tuple[str, str], tuple[WebhookRoute, float]] = OrderedDict()
        self._generation = 0
        tail.on_topics("workflow.", self._see)

    async def find(self, path: str, method: str) -> WebhookRoute | None:
        route, until = self._kept.get((path, method), (None, 0.0))
        if route is not None and time.monotonic() < until:
            return route
        generation = self._generation
        async with self._read_model.fresh() as conn:
            route = await find_webhook(conn, path, method)
        if route is not None and generation == self._generation:
            self._keep((path, method), route)
        return route

    def forget(self) -> None:
        self._generation += 1
        self._kept.clear()

    def _keep(self, key: tuple[str, str], route: WebhookRoute) -> None:
        self._kept[key] = (route, time.monotonic() + self.SECONDS)
        self._kept.move_to_end(key)
        if len(self._kept) > self.MOST:
            self._kept.popitem(last=False)

    def _see(self, recorded: Recorded) -> None:
        if recorded.topic in MATTERS:
            self.forget()
