"""The stream of one browser tab."""

from collections.abc import AsyncIterator, Sequence

from starlette.responses import StreamingResponse

from web.api.callers import Caller
from web.api.event_view import sent
from web.api.live import COMMENT, HEADERS, while_allowed
from web.api.services import Services
from web.api.streams.lists import ListName
from web.api.streams.merging import merged
from web.api.streams.subjects import Subjects, settled


class TabStream(StreamingResponse):
    """All that happens to the subjects, in the order of the tape; it doesn't end by itself.

    "From now on" is from the moment that this is made.
    """

    def __init__(self, services: Services, caller: Caller, subjects: Subjects) -> None:
        now = services.tail.position or None
        content = _frames(services, caller, *settled(subjects, now), now)
        super().__init__(content, media_type="text/event-stream", headers=HEADERS)


async def _frames(
    services: Services, caller: Caller, subjects: Subjects, anew: Sequence[ListName], now: int | None
) -> AsyncIterator[bytes]:
    async with services.tail.watch(subjects.watch) as events:
        yield sent("open", {"position": now or services.tail.position})
        for name in anew:
            yield sent("reset", {"list": name})
        with services.presence.watch(subjects.workflows) as inbox:
            told = (subjects.frame(recorded) async for recorded in events)
            seen = (sent("presence", message) async for message in inbox.messages())
            async for frame in while_allowed(services, caller, merged(told, seen)):
                yield COMMENT if frame is None else frame
