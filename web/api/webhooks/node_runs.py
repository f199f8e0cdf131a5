"""The node runs that an event ends, whether it is one or many, and what left them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from domain.execution import events as e
from domain.json_text import read_back
from domain.tape import Recorded


class EndedRun(NamedTuple):
    node_id: str
    run_index: int
    type: str
    outputs: dict[str, Any]
    recorded: Recorded
    place: int | None = None
    """Among the runs of the event, where it has many."""

    def inline(self, port: str) -> list[dict[str, Any]]:
        """The items of a port that has no payload."""
        data = read_back(self.recorded.data or b"{}")
        ports = data if self.place is None else data[self.place]
        items: list[dict[str, Any]] = ports[port]["items"]
        return items


def ended_runs(recorded: Recorded) -> Iterator[EndedRun]:
    """Those that put something out, or could have."""
    match recorded.event:
        case e.NodeCompleted() | e.NodeFailed(handled=True) as event:
            yield EndedRun(event.node_id, event.run_index, event.type, event.outputs, recorded)
        case e.NodeRunsCompleted(runs=runs):
            for place, run in enumerate(runs):
                yield EndedRun(run["node_id"], run["run_index"], run["type"], run["outputs"], recorded, place)
