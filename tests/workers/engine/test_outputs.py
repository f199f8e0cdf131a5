"""What node runs put out, as it is kept: the text that came stays the text that is stored."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from domain.execution import events as e
from domain.ids import new_id
from domain.json_text import dumps, read_back
from domain.tape import Recorded
from infra.store.payloads import PostgresPayloads
from infra.store.pool import make_pool
from tests.conftest import Database
from workers.engine.outputs import INLINE_BYTES, Outputs
from workers.ports import Chunk, Item, NodeError

EXECUTION, PROJECT = new_id(), new_id()


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[AsyncConnectionPool]:
    async with make_pool(database.url) as pool:
        yield pool


@pytest.fixture
def outputs(pool: AsyncConnectionPool) -> Outputs:
    async def tape(after: int) -> AsyncIterator[list[Recorded]]:
        yield []

    return Outputs(EXECUTION, PROJECT, PostgresPayloads(pool), tape)


def spaced(count: int, fill: int) -> Chunk:
    """Text that no encoder of ours writes."""
    item = b'{"json": {"text" : "%b"}}' % (b"x" * fill)
    return Chunk.of_text(b"[ %b ]" % b" , ".join([item] * count), count, paired="identity")


async def test_large_text_is_stored_byte_by_byte(
    outputs: Outputs, pool: AsyncConnectionPool, database: Database
) -> None:
    chunks = [spaced(10, INLINE_BYTES // 10), spaced(20, INLINE_BYTES // 20)]
    texts = [chunk.text for chunk in chunks]
    described, data = await outputs.keep("node", 0, chunks)
    assert data is None
    assert [chunk.text for chunk in chunks] == texts
    output = described["main"]
    assert (output["items"], output["size"]) == (30, sum(len(text or b"") for text in texts))
    loaded = await PostgresPayloads(pool).load(UUID(output["payload"]))
    assert [(c.text, c.count, c.paired) for c in loaded] == [(c.text, c.count, c.paired) for c in chunks]
    with psycopg.connect(database.url) as conn:
        stored = {row[0] for row in conn.execute("SELECT hash FROM payload_chunks")}
    assert stored == {sha256(text or b"").hexdigest() for text in texts}


async def test_small_text_stands_in_the_event_beside_what_was_made_of_items(outputs: Outputs) -> None:
    made: list[Item] = [{"json": {"n": 1}}]
    nothing = Chunk.of_text(b"[ ]", 0, paired="identity")
    described, data = await outputs.keep("node", 0, [spaced(2, 3), nothing, Chunk(made, paired="identity")])
    text = {"json": {"text": "xxx"}}
    assert read_back(data or b"") == {"main": {"items": [text, text, *made], "paired": "identity"}}
    assert (described["main"]["items"], described["main"]["payload"]) == (3, None)


async def test_two_that_read_the_tape_again_leave_each_other_theirs(
    pool: AsyncConnectionPool,
) -> None:
    told: list[Recorded] = []

    async def tape(after: int) -> AsyncIterator[list[Recorded]]:
        for one in told:
            await asyncio.sleep(0)
            yield [one]

    outputs = Outputs(EXECUTION, PROJECT, PostgresPayloads(pool), tape)
    for run_index in range(6):
        described, data = await outputs.keep("n", run_index, [Chunk([{"json": {"n": run_index}}])])
        told.append(recorded_run(run_index, described, data))
    again = Outputs(EXECUTION, PROJECT, PostgresPayloads(pool), tape)
    ports = [("n", run_index, "main") for run_index in range(6)]
    some, all_of_them, one = await asyncio.gather(
        again.stream(ports[:2]), again.stream(ports), again.get(ports[4])
    )
    assert [chunk.items for chunk in all_of_them] == [[{"json": {"n": n}}] for n in range(6)]
    assert [chunk.items for chunk in some] == [[{"json": {"n": n}}] for n in range(2)]
    assert [chunk.items for chunk in one] == [[{"json": {"n": 4}}]]


def recorded_run(run_index: int, outputs: dict[str, e.Output], data: bytes | None) -> Recorded:
    completed = e.NodeCompleted(
        node_id="n",
        name="N",
        type="flow.noop",
        run_index=run_index,
        attempt=1,
        started_at="2026-11-24T00:00:00Z",
        at="2026-11-24T00:00:00Z",
        duration_ms=1.0,
        sources=[],
        items_in=1,
        outputs=outputs,
        warnings=[],
    )
    return Recorded(
        position=run_index + 1,
        stream_id=EXECUTION,
        version=run_index + 1,
        topic="execution.node_completed",
        event=completed,
        data=data,
        event_id=new_id(),
        project_id=PROJECT,
        actor="worker:one",
        recorded_at=datetime.now(UTC),
        correlation_id=None,
        causation_id=None,
        epoch=1,
        reason=None,
    )


async def test_what_json_cant_hold_is_refused(outputs: Outputs) -> None:
    deep: list[Item] = [{"json": read_back(b'{"a":' * 102 + b"1" + b"}" * 102)}]
    for items in (deep, [{"json": {"a": {1, 2}}}]):
        with pytest.raises(NodeError, match="can't be kept"):
            await outputs.keep("node", 0, [Chunk(items)])
    assert dumps(deep)
