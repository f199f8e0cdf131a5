"""One stream for all that a browser tab shows."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from commands.errors import NotFound
from web.api.callers import Caller, Me, private_router
from web.api.owners import Kind
from web.api.problems import Refusal, field_errors
from web.api.routers.execution_events import STREAM, LastEventId
from web.api.services import Given, Services
from web.api.streams.response import TabStream
from web.api.streams.subjects import subjects_of

router = private_router("/api/stream", "streams")

_UUID = r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}"
_ID = Annotated[str, Query(pattern=rf"^{_UUID}(@[0-9]{{1,18}})?$")]
Executions = Annotated[
    list[_ID], Query(description="`<id>` or `<id>@<position>`: its events and log lines past that position.")
]
Workflows = Annotated[
    list[_ID], Query(description="`<id>` or `<id>@<position>`: its edits, and who is there.")
]
Lists = Annotated[
    list[Annotated[str, Query(pattern=r"^[a-z]{1,20}(@[0-9]{1,18})?$")]],
    Query(description="`executions` or `workflows`, or with `@<position>`: what changes in the list."),
]


@router.get("", response_class=Response, responses={200: {"content": STREAM}})
async def stream(
    *,
    me: Me,
    services: Given,
    execution: Executions = [],  # noqa: B006
    workflow: Workflows = [],  # noqa: B006
    list: Lists = [],  # noqa: B006
    last_event_id: LastEventId = None,
) -> Response:
    """Server-sent events of several executions, workflows and lists, in one order.

    `id:` is the position; with `Last-Event-ID` the same request goes on after it, without a gap and without
    a repeat. Without a position, an execution is told from its first event on, all others from now on.
    What isn't there is named in `errors`, such as `["execution", 0]`; leave it out to watch the others.
    """
    seen = None if last_event_id is None else int(last_event_id)
    subjects = subjects_of(me.project_id, executions=execution, workflows=workflow, lists=list, seen=seen)
    missing = [
        *await _missing(services, me, "execution", execution),
        *await _missing(services, me, "workflow", workflow),
    ]
    if missing:
        detail = "; ".join(message for _, message in missing)
        raise Refusal(404, NotFound.code, detail, errors=field_errors(missing))
    return TabStream(services, me, subjects)


async def _missing(
    services: Services, me: Caller, kind: Kind, texts: Sequence[str]
) -> Sequence[tuple[tuple[str, int], str]]:
    """Where in the query something is named that isn't theirs, and what to say of it."""
    found = []
    for place, text in enumerate(texts):
        try:
            await services.owners.check(kind, UUID(text.partition("@")[0]), me.project_id)
        except NotFound as error:
            found.append(((kind, place), str(error)))
    return found
