"""Why a container went away without saying how its step ended."""

import time

from docker import DockerClient

from sandbox.container import Container
from sandbox.ending import Ending
from sandbox.engine import EngineAway, EngineRefused
from sandbox.model import Limits, Outcome
from sandbox.runner.verdict import size


async def why_it_ended(container: Container, limits: Limits) -> Ending:
    """The step's fault where memory ran out, ours otherwise."""
    engine = container.engine
    try:
        out_of_memory = await engine.call(lambda client: _ran_out_of_memory(client, container.id))
    except (EngineAway, EngineRefused):
        return _ours(f"The Docker engine at {engine.url} stopped while the code ran.")
    if out_of_memory:
        limit = size(limits.memory)
        message = f"The code needed more than its memory limit of {limit} (limits.memory)."
        return Ending(outcome=Outcome.MEMORY_LIMIT, message=message)
    return _ours(f"The container of the code went away. {container.last_words}".strip())


def _ours(message: str) -> Ending:
    return Ending(outcome=Outcome.INTERNAL_ERROR, message=message)


def _ran_out_of_memory(client: DockerClient, container: str) -> bool:
    """Asked of the engine's event memory, since the container is removed as it ends."""
    filters = {"container": container, "event": "oom"}
    return any(
        True for _ in client.api.events(since=1, until=int(time.time()) + 1, filters=filters, decode=True)
    )
