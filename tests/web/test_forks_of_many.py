"""Running again what an outage has let fail: each once, the oldest first, a first one to try."""

from typing import Any
from uuid import UUID, uuid4

from domain.execution import events as e
from tests.projections.stories import failed
from tests.web.people import Person, good, problem
from tests.web.test_forks import CHAIN, asked, edited, execute, over
from tests.web.worker import append, ended, ran
from tests.web.workflows import create
from web.api.services import Services

BROKEN = e.ExecutionFailed(code="code_error", message="it broke", node_id="b", leaves=[])


async def broken(ann: Person, services: Services, workflow: Any, count: int) -> list[str]:
    """So many executions that failed in node b, oldest first."""
    events = [ran("start", {}), ran("a", {}), failed("b"), BROKEN]
    return [await over(ann, services, workflow, *events) for _ in range(count)]


async def run_again(ann: Person, **body: Any) -> Any:
    return await ann.call("POST", "/api/executions/forks", body)


def sources(answer: Any) -> list[str]:
    return [item["execution_id"] for item in answer["items"]]


def forks(answer: Any) -> list[str]:
    return [item["fork_id"] for item in answer["items"]]


async def test_a_dry_run_says_which_they_would_be(ann: Person, services: Services) -> None:
    workflow = await create(ann, CHAIN)
    failures = await broken(ann, services, workflow, 3)
    await over(ann, services, workflow, ran("start", {}), ended())
    answer = await run_again(ann, dry_run=True, limit=2)
    assert answer.status_code == 200
    assert good(answer)["matched"] == 3
    assert good(answer)["left"] == 1
    assert sources(good(answer)) == failures[:2]
    assert good(answer)["items"][0] == {
        "execution_id": failures[0],
        "from_node": "b",
        "fork_id": None,
        "refused": None,
    }
    listed = good(await ann.call("GET", "/api/executions"))["items"]
    assert len(listed) == 4


async def test_they_begin_with_the_failed_node_and_give_way_to_others(
    ann: Person, services: Services
) -> None:
    [failure] = await broken(ann, services, await create(ann, CHAIN), 1)
    answer = await run_again(ann, batch_id=str(uuid4()))
    assert answer.status_code == 202
    [fork] = forks(good(answer))
    made = await asked(services, fork)
    assert made.event.forked == {"execution_id": failure, "from_node": "b"}
    assert made.event.priority == 3


async def test_after_a_first_try_the_same_batch_takes_the_others(ann: Person, services: Services) -> None:
    failures = await broken(ann, services, await create(ann, CHAIN), 3)
    batch = str(uuid4())
    first = good(await run_again(ann, batch_id=batch, limit=1))
    assert (sources(first), first["left"]) == (failures[:1], 2)
    rest = good(await run_again(ann, batch_id=batch))
    assert (sources(rest), rest["left"]) == (failures, 0)
    assert forks(rest)[0] == forks(first)[0]
    assert forks(good(await run_again(ann, batch_id=batch))) == forks(rest)


async def test_what_was_run_again_is_not_run_by_another_batch(ann: Person, services: Services) -> None:
    failures = await broken(ann, services, await create(ann, CHAIN), 3)
    good(await run_again(ann, batch_id=str(uuid4()), limit=1))
    other = good(await run_again(ann, batch_id=str(uuid4())))
    assert sources(other) == failures[1:]


async def test_what_the_batch_itself_began_is_left_to_another_one(ann: Person, services: Services) -> None:
    [failure] = await broken(ann, services, await create(ann, CHAIN), 1)
    batch = str(uuid4())
    [fork] = forks(good(await run_again(ann, batch_id=batch)))
    await append(services, fork, failed("b"), BROKEN)
    assert sources(good(await run_again(ann, batch_id=batch))) == [failure]
    assert sources(good(await run_again(ann, batch_id=str(uuid4())))) == [fork]


async def test_from_the_start_on_the_newest_version(ann: Person, services: Services) -> None:
    workflow = await create(ann, CHAIN)
    await broken(ann, services, workflow, 1)
    changed = await edited(ann, workflow, {**CHAIN, "edges": CHAIN["edges"][:2]})
    answer = good(await run_again(ann, batch_id=str(uuid4()), begin="start", version="newest"))
    made = await asked(services, forks(answer)[0])
    assert made.event.forked["from_node"] is None
    assert made.event.workflow_version == changed["version"]


async def test_filters_choose_among_them(ann: Person, services: Services) -> None:
    one, other = await create(ann, CHAIN), await create(ann, CHAIN)
    [first, second] = await broken(ann, services, one, 2)
    await broken(ann, services, other, 1)
    chosen = good(await run_again(ann, dry_run=True, workflow_id=one["id"]))
    assert sources(chosen) == [first, second]
    assert sources(good(await run_again(ann, dry_run=True, execution_ids=[second]))) == [second]
    assert good(await run_again(ann, dry_run=True, status=["cancelled"]))["matched"] == 0
    assert good(await run_again(ann, dry_run=True, trigger="webhook"))["matched"] == 0
    assert good(await run_again(ann, dry_run=True, since="2999-01-01T00:00:00Z"))["matched"] == 0


async def test_one_that_can_not_begin_there_is_refused_and_the_others_run(
    ann: Person, services: Services
) -> None:
    workflow = await create(ann, CHAIN)
    started = good(await execute(ann, workflow))["execution_id"]
    await append(services, started, e.ExecutionTimedOut(message="its deadline", leaves=[]))
    await broken(ann, services, workflow, 1)
    lost, begun = good(await run_again(ann, batch_id=str(uuid4())))["items"]
    assert lost["fork_id"] is None
    assert lost["refused"] == {
        "code": "no_failed_node",
        "detail": "no node of it failed: run it again from its start",
    }
    assert begun["fork_id"]


async def test_so_many_begin_within_a_minute(ann: Person, services: Services) -> None:
    await broken(ann, services, await create(ann, CHAIN), 3)
    answer = good(await run_again(ann, batch_id=str(uuid4()), per_minute=2))
    async with services.read_model.fresh() as conn:
        wakes = [await _wakes_in(conn, fork) for fork in forks(answer)]
    first, second, third = wakes
    assert first is None
    assert 0 < second <= 30 < third <= 60


async def _wakes_in(conn: Any, execution_id: str) -> Any:
    statement = "SELECT extract(epoch FROM fires_at - now()) FROM timers WHERE execution_id = %s"
    row = await (await conn.execute(statement, [UUID(execution_id)])).fetchone()
    return row and row[0]


async def test_a_request_without_a_name_is_refused(ann: Person) -> None:
    problem(await run_again(ann), 422, "invalid_request")


async def test_other_peoples_are_not_there(ann: Person, bob: Person, services: Services) -> None:
    [failure] = await broken(ann, services, await create(ann, CHAIN), 1)
    assert good(await run_again(bob, batch_id=str(uuid4())))["matched"] == 0
    assert good(await run_again(bob, batch_id=str(uuid4()), execution_ids=[failure]))["matched"] == 0
