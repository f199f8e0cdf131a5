"""A workflow's history, as people look through it."""

from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.ids import new_id
from domain.workflow import events as w
from projections.engine.catch_up import catch_up
from projections.groups import GROUPS
from projections.read_model import ReadModel
from projections.workflows import versions
from projections.workflows.versions import Version, list_versions
from tests.conftest import Database
from tests.projections.tape import Tape

WORKFLOW = new_id()
CREATED = w.WorkflowCreated(name="W", description="")


def moved(x: float = 0) -> w.NodeMoved:
    return w.NodeMoved(node_id="a", x=x, y=0)


def added() -> w.NodeAdded:
    at: Any = {"x": 0, "y": 0}
    more: Any = {"parameters": {}, "settings": {}, "credentials": {}}
    return w.NodeAdded(node_id="a", type="flow.noop", name="A", position=at, disabled=False, **more)


class History:
    """Writes a workflow's events, as of so many minutes after the first."""

    def __init__(self, tape: Tape, owner: psycopg.Connection[Any], read_model: ReadModel) -> None:
        self.tape, self._owner, self._read_model = tape, owner, read_model

    def at(self, minute: float, *events: Any, by: str = "user:ada") -> None:
        position = self.tape.append(WORKFLOW, *events)
        self._owner.execute(
            "UPDATE tape_events SET recorded_at = timestamptz '2025-01-01' + %s * interval '1 minute',"
            " actor = %s WHERE notification_id > %s",
            [minute, by, position - len(events)],
        )

    async def page(self, limit: int = 50, cursor: str | None = None, project: UUID | None = None) -> Any:
        catch_up(self.tape.conn, GROUPS)
        async with self._read_model.fresh() as conn:
            asked = project or self.tape.project
            return await list_versions(conn, asked, WORKFLOW, limit=limit, cursor=cursor)

    async def shown(self) -> list[Version]:
        found: list[Version] = (await self.page())["items"]
        return found


@pytest.fixture
def history(database: Database, tape: Tape, read_model: ReadModel) -> Any:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        yield History(tape, owner, read_model)


def spans(found: list[Version]) -> list[tuple[int, int]]:
    return [(each["from_version"], each["version"]) for each in found]


async def test_edits_with_short_pauses_are_one_entry(history: History) -> None:
    history.at(0, CREATED, added())
    history.at(9, moved(1))
    history.at(18, moved(2), moved(3))
    history.at(29, moved(4))
    newer, older = await history.shown()
    assert spans([newer, older]) == [(6, 6), (1, 5)]
    assert older["changes"] == {"workflow.node_moved": 3, "workflow.node_added": 1, "workflow.created": 1}
    assert older["edits"] == 5
    assert [str(older["begun_at"]), str(older["at"])] == [
        "2025-01-01 00:00:00+00:00",
        "2025-01-01 00:18:00+00:00",
    ]


async def test_somebody_elses_edits_are_an_entry_of_their_own(history: History) -> None:
    history.at(0, CREATED, added())
    history.at(1, moved(1), by="user:bob")
    history.at(2, moved(2))
    found = await history.shown()
    assert [(each["actor"], each["version"]) for each in found] == [
        ("user:ada", 4),
        ("user:bob", 3),
        ("user:ada", 2),
    ]


async def test_what_was_published_is_marked_and_ends_its_entry(history: History) -> None:
    history.at(0, CREATED, added())
    history.at(1, w.VersionPublished(version=2), w.WorkflowActivated())
    history.at(2, moved(1))
    history.at(3, w.WorkflowDeactivated())
    history.at(4, w.VersionPublished(version=6))
    history.at(5, moved(2))
    found = await history.shown()
    assert spans(found) == [(8, 8), (5, 5), (1, 2)]
    assert [each["is_published"] for each in found] == [False, True, False]
    assert [each["published_at"] is not None for each in found] == [False, True, True]


async def test_what_was_restored_is_an_entry_of_its_own(history: History) -> None:
    history.at(0, CREATED, added())
    history.at(1, moved(1))
    history.at(2, w.VersionRestored(version=2), moved(0))
    history.at(3, moved(5))
    found = await history.shown()
    assert spans(found) == [(6, 6), (4, 5), (1, 3)]
    assert [each["restored"] for each in found] == [None, 2, None]
    assert found[1]["changes"] == {"workflow.node_moved": 1}


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("batch", [2, 1000])
async def test_pages_together_are_the_whole(
    history: History, monkeypatch: pytest.MonkeyPatch, limit: int, batch: int
) -> None:
    monkeypatch.setattr(versions, "BATCH", batch)
    history.at(0, CREATED, added())
    history.at(1, w.VersionPublished(version=2), w.WorkflowActivated())
    for minute in range(2, 60, 7):
        history.at(minute, *[moved(n) for n in range(minute % 4 + 1)], by=f"user:{minute % 3}")
    history.at(61, w.VersionRestored(version=3), moved(9))
    history.at(62, w.WorkflowDeactivated(), w.VersionPublished(version=history_end(history)))
    whole, paged, cursor = await history.shown(), [], None
    while True:
        page = await history.page(limit, cursor)
        assert len(page["items"]) <= limit
        paged += page["items"]
        if (cursor := page["next_cursor"]) is None:
            break
    assert paged == whole
    assert len(whole) > 4


def history_end(history: History) -> int:
    return history.tape._versions[WORKFLOW]


async def test_other_projects_and_what_is_archived_have_no_history(history: History) -> None:
    history.at(0, CREATED)
    assert await history.page(project=new_id()) is None
    history.at(1, w.WorkflowArchived())
    assert await history.page() is None
