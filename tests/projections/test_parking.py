"""Events that can't be applied, or that this version has never heard of."""

from typing import Any

import psycopg
import pytest

from domain import json_text
from domain.execution import events as e
from domain.ids import new_id
from projections.engine.catch_up import catch_up
from projections.groups import GROUPS
from tests.projections.rows import parked, rows_of
from tests.projections.stories import claimed, completed, over, requested
from tests.projections.tape import Tape

POISON: list[tuple[str, bytes, str]] = [
    ("execution.claimed", b"{not json", "JSONDecodeError"),
    ("execution.waiting", b'{"status": 1', "JSONDecodeError"),
    ("execution.node_started", b"{}", "KeyError"),
    ("execution.node_started", json_text.dumps({"node_id": "a\0", "run_index": 0, "at": "x"}), "ValueError"),
    ("execution.requested", b'{"workflow_id": "secret-data"}', "ValueError"),
    ("execution.failed", b"[]", "TypeError"),
]


@pytest.mark.parametrize("poison", POISON, ids=lambda poison: f"{poison[0]}-{poison[2]}")
def test_a_stream_that_cannot_be_applied_is_parked_and_the_others_go_on(
    conn: psycopg.Connection[Any],
    tape: Tape,
    poison: tuple[str, bytes, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    topic, state, error = poison
    bad, good, later = new_id(), new_id(), new_id()
    tape.append(good, requested(), claimed())
    tape.append(bad, requested("kept"))
    at = tape.append_raw([(bad, topic, state, None)])
    tape.append(good, over())
    catch_up(conn, GROUPS)
    tape.append(bad, over())
    tape.append(later, requested())
    assert catch_up(conn, GROUPS) == tape.head
    assert parked(conn) == [("executions", bad, at, topic, error)]
    statuses = dict(conn.execute("SELECT id, status FROM read.executions").fetchall())
    assert statuses == {good: "completed", bad: "queued", later: "queued"}
    assert "secret" not in caplog.text
    assert "secret" not in str(conn.execute("SELECT * FROM read.parked").fetchall())


def test_a_node_id_with_nul_is_parked_by_the_database_itself(
    conn: psycopg.Connection[Any], tape: Tape
) -> None:
    stream = new_id()
    tape.append(stream, requested(), claimed(), completed("a\0b", {"main": []}))
    catch_up(conn, GROUPS)
    assert [row[4] for row in parked(conn)] in (["CharacterNotInRepertoire"], ["DataError"])


def test_an_execution_without_its_beginning_is_parked(conn: psycopg.Connection[Any], tape: Tape) -> None:
    stream = new_id()
    tape.append(stream, claimed())
    catch_up(conn, GROUPS)
    assert [row[4] for row in parked(conn)] == ["UnknownExecution"]


def test_unknown_topics_only_move_the_position(conn: psycopg.Connection[Any], tape: Tape) -> None:
    stream = new_id()
    tape.append(stream, requested())
    tape.append_raw([(stream, "execution.dreamed", b"\xff\xfe", None), (new_id(), "moon.risen", b"", b"")])
    tape.append(stream, claimed())
    assert catch_up(conn, GROUPS) == 4
    assert parked(conn) == []
    assert conn.execute("SELECT status FROM read.executions").fetchone() == ("running",)


def test_any_unicode_passes_through(conn: psycopg.Connection[Any], tape: Tape) -> None:
    odd = "\0\u0001\u202e\U0001f600\ufffe'\"\\ __proto__"
    stream = new_id()
    tape.append(stream, requested({odd: odd}), claimed(), completed("a", {"main": [{odd: odd}]}, name=odd))
    tape.append(stream, e.ExecutionFailed(code="code_failed", message=odd, node_id="a", leaves=["a"]))
    lines = json_text.dumps([["2025-11-22T12:00:00Z", "a", 0, "stdout", odd]])
    tape.append(new_id(), (e.LogLinesCaptured(execution_id=str(stream), lines=1, size=9), lines))
    catch_up(conn, GROUPS)
    assert parked(conn) == []
    assert conn.execute("SELECT name FROM read.node_logs").fetchone() == (odd.encode(),)


def test_a_missing_right_parks_nothing(conn: psycopg.Connection[Any], tape: Tape) -> None:
    catch_up(conn, GROUPS)
    tape.append(new_id(), requested(), claimed(), completed("a", {"main": []}))
    conn.execute("REVOKE INSERT ON read.node_logs FROM current_user")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        catch_up(conn, GROUPS)
    assert conn.execute("SELECT max(position) FROM read.positions").fetchone() == (0,)
    assert parked(conn) == []
    assert rows_of(conn, GROUPS)["executions"] == []


def test_a_dropped_table_is_made_and_filled_again(conn: psycopg.Connection[Any], tape: Tape) -> None:
    tape.append(new_id(), requested(), claimed(), completed("a", {"main": []}))
    catch_up(conn, GROUPS)
    before = rows_of(conn, GROUPS)
    conn.execute("DROP TABLE read.node_logs")
    catch_up(conn, GROUPS)
    assert rows_of(conn, GROUPS) == before
