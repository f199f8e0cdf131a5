"""What makes a spare's first step as quick as those after it: a step of its own that does nothing."""

from collections.abc import AsyncIterator, Collection

from sandbox.container import Container
from sandbox.conversation import Conversation, StreamEnded
from sandbox.model import ItemBytes, Language, Limits, Outcome, Step, unheard
from sandbox.network.guard import Guard
from sandbox.pool.pool import NotReady

_NOTHING: dict[Language, str] = {
    "python": "return items",
    "javascript": "return items",
    "bash": 'while read -r line; do echo "$line"; done',
}
_TIMES: dict[Language, int] = {"python": 2, "javascript": 8, "bash": 2}
"""V8 compiles what it has seen often enough."""


async def warm(container: Container, languages: Collection[Language], guard: Guard, within: float) -> None:
    """Raises :class:`NotReady`."""
    for language in (each for each in languages for _ in range(_TIMES[each])):
        step = Step(project="", language=language, code=_NOTHING[language], limits=Limits(wall_time=within))
        conversation = Conversation(container, step, _unheard, guard, unheard)
        try:
            ending = await conversation.hold(_one_item())
        except StreamEnded as error:
            raise NotReady(f"it ended while it was warmed. {container.last_words}".strip()) from error
        if ending.outcome is not Outcome.COMPLETED:
            raise NotReady(ending.message)
        readiness = await container.ready_again(within)
        if not readiness.reusable:
            raise NotReady(readiness.why)


async def _one_item() -> AsyncIterator[ItemBytes]:
    yield b'[{"json":{}}]'


async def _unheard(stream: str, line: str) -> None:
    """Nothing is printed."""
