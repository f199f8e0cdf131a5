"""Why a container went away without saying how its step ended."""

import time

from docker import DockerClient

from sandbox.container import Container
from sandbox.engine import Engine, EngineAway, EngineRefused
from sandbox.model import Limits, Outcome
from sandbox.runner.verdict import Verdict, size


async def why_it_ended(engine: Engine, container: Container, limits: Limits) -> Verdict:
    """The step's fault where memory ran out, ours otherwise."""
    try:
        out_of_memory = await engine.call(lambda client: _ran_out_of_memory(client, container.id))
    except (EngineAway, EngineRefused):
        return Verdict(
            Outcome.INTERNAL_ERROR, f"The Docker engine at {engine.url} stopped while the code ran."
        )
    if out_of_memory:
        limit = size(limits.memory)
        return Verdict(Outcome.MEMORY_LIMIT, f"The code needed more than its memory limit of {limit}.")
    said = container.last_words.decode(errors="replace").strip()
    return Verdict(Outcome.INTERNAL_ERROR, f"The container of the code went away. {said}".strip())


def _ran_out_of_memory(client: DockerClient, container: str) -> bool:
    """Asked of the engine's event memory, since the container is removed as it ends."""
    filters = {"container": container, "event": "oom"}
    return any(
        True for _ in client.api.events(since=1, until=int(time.time()) + 1, filters=filters, decode=True)
    )
