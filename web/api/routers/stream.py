"""One stream for all that a browser tab shows."""

from typing import Annotated

from fastapi import Query, Response

from web.api.callers import Me, private_router
from web.api.routers.execution_events import STREAM, LastEventId
from web.api.services import Given
from web.api.streams.response import TabStream
from web.api.streams.subjects import subjects_of

router = private_router("/api/stream", "streams")

_ID = Annotated[str, Query(pattern=r"^[0-9a-fA-F-]{32,36}(@[0-9]{1,18})?$")]
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
    """
    seen = None if last_event_id is None else int(last_event_id)
    subjects = subjects_of(me.project_id, executions=execution, workflows=workflow, lists=list, seen=seen)
    for subject in set(subjects.streams.values()):
        await services.owners.check(subject.kind, subject.id, me.project_id)
    return TabStream(services, me, subjects)
