"""The history of a workflow's definition: its edits, those that belong together as one entry."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypedDict
from uuid import UUID

import orjson
from psycopg import AsyncConnection

from domain.workflow.events import TOPICS
from projections.page import Page, cursor_of, in_utc, numbers

TOGETHER = timedelta(minutes=10)
"""Edits of one person with shorter pauses between them are one entry."""
RESTORED = "workflow.version_restored"
_NO_EDITS = {
    "workflow.version_published",
    "workflow.activated",
    "workflow.deactivated",
    "workflow.archived",
    "workflow.unarchived",
}
_MARKS = {RESTORED, "workflow.edits_undone", "workflow.edits_redone"}
EDITS = sorted(TOPICS.keys() - _NO_EDITS)
BATCH = 1_000
_WORKFLOW = "SELECT published_version FROM read.workflows WHERE id = %s AND project_id = %s AND NOT archived"
_PUBLISHED = """
SELECT version, published_at FROM read.workflow_versions WHERE workflow_id = %s ORDER BY version
"""
_EVENTS = """
SELECT originator_version, topic, recorded_at, actor, CASE WHEN topic = %s THEN state END
FROM tape_events WHERE originator_id = %s AND originator_version < %s AND topic = ANY(%s)
ORDER BY originator_version DESC LIMIT %s
"""


class Version(TypedDict):
    version: int
    """As of which the workflow can be seen, and restored."""
    from_version: int
    """The first of the edits."""
    at: datetime | None
    begun_at: datetime | None
    actor: str
    edits: int
    changes: dict[str, int]
    """Type of event → how many."""
    restored: int | None
    """The version that was brought back here."""
    published_at: datetime | None
    is_published: bool
    """It is what webhooks and schedules run."""


class Edit(NamedTuple):
    version: int
    topic: str
    at: datetime
    actor: str
    state: bytes | None


@dataclass(slots=True)
class Entry:
    """Edits, newest first."""

    edits: list[Edit] = field(default_factory=list)

    def takes(self, older: Sequence[Edit], published: Sequence[int]) -> bool:
        """Whether an older append belongs to it as well."""
        first, last = self.edits[-1], older[0]
        return (
            first.actor == last.actor
            and first.at - last.at <= TOGETHER
            and RESTORED not in (first.topic, older[-1].topic)
            and not any(last.version <= version < first.version for version in published)
        )


async def list_versions(
    conn: AsyncConnection[Any],
    project_id: UUID,
    workflow_id: UUID,
    *,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Version] | None:
    """Newest first; None where there is no such workflow."""
    row = await (await conn.execute(_WORKFLOW, [workflow_id, project_id])).fetchone()
    if row is None:
        return None
    published = dict(await (await conn.execute(_PUBLISHED, [workflow_id])).fetchall())
    before = (numbers(cursor, 1) or (2**62,))[0]
    found: list[Entry] = []
    async for append in _appends(conn, workflow_id, before):
        if found and found[-1].takes(append, list(published)):
            found[-1].edits += append
        elif len(found) > limit:
            break
        else:
            found.append(Entry(list(append)))
    later = before
    items = []
    for entry in found[:limit]:
        items.append(_shown(entry, later, published, row[0]))
        later = entry.edits[-1].version
    return Page(items=items, next_cursor=cursor_of(later) if len(found) > limit else None)


async def _appends(conn: AsyncConnection[Any], workflow_id: UUID, before: int) -> AsyncIterator[list[Edit]]:
    """Edits that were made in one step, newest first."""
    append: list[Edit] = []
    async for edit in _edits(conn, workflow_id, before):
        if append and append[-1].at != edit.at:
            yield append
            append = []
        append.append(edit)
    if append:
        yield append


async def _edits(conn: AsyncConnection[Any], workflow_id: UUID, before: int) -> AsyncIterator[Edit]:
    while True:
        asked = [RESTORED, workflow_id, before, EDITS, BATCH]
        rows = await (await conn.execute(_EVENTS, asked)).fetchall()
        for row in rows:
            yield Edit(*row)
        if len(rows) < BATCH:
            return
        before = rows[-1][0]


def _shown(entry: Entry, later: int, published: dict[int, datetime], current: int | None) -> Version:
    """``later`` is where the next newer entry begins: what was published in between was this one."""
    newest, oldest = entry.edits[0], entry.edits[-1]
    here = [version for version in published if newest.version <= version < later]
    return Version(
        version=newest.version,
        from_version=oldest.version,
        at=in_utc(newest.at),
        begun_at=in_utc(oldest.at),
        actor=newest.actor,
        edits=len(entry.edits),
        changes=dict(Counter(edit.topic for edit in entry.edits if edit.topic not in _MARKS)),
        restored=orjson.loads(oldest.state)["version"] if oldest.state else None,
        published_at=in_utc(published[here[-1]]) if here else None,
        is_published=current in here,
    )
