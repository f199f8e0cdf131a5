import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workers.conftest import NewHosts
from tests.workers.expressions.evaluating import evaluate, failure_of, value_of
from workers.expressions.hosts import ExpressionHosts


def children() -> set[int]:
    """Process ids of what this process started and has not seen the end of."""
    return {
        int(pid)
        for task in Path("/proc/self/task").iterdir()
        for pid in (task / "children").read_text().split()
    }


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 — what is waited for happens in another process
            await asyncio.sleep(0.001)


async def test_each_project_has_a_host_of_its_own_and_few_are_kept(new_hosts: NewHosts) -> None:
    before = children()
    hosts = new_hosts(limit=2)
    for project in ("a", "b", "a", "c"):
        assert (await evaluate(hosts, "{{ 1 + 1 }}", project=project)).values == [2]
    assert hosts.running == 2
    await hosts.close()
    assert children() == before


async def test_many_at_once_share_their_projects_host(new_hosts: NewHosts) -> None:
    hosts = new_hosts()
    found = await asyncio.gather(*(value_of(hosts, "{{ $json.n * 2 }}", {"n": n}) for n in range(50)))
    assert (found, hosts.running) == ([2 * n for n in range(50)], 1)


async def test_a_spare_host_takes_the_next_project(new_hosts: NewHosts) -> None:
    hosts = new_hosts(spares=1)
    await value_of(hosts, "{{ 1 + 1 }}")
    await until(lambda: bool(hosts.spares))
    [spare] = hosts.spares
    await evaluate(hosts, "{{ 1 + 1 }}", project="next")
    assert spare in hosts.pids


async def test_a_host_that_died_between_calls_is_replaced(new_hosts: NewHosts) -> None:
    hosts = new_hosts()
    await value_of(hosts, "{{ 1 + 1 }}")
    [pid] = hosts.pids
    os.kill(pid, signal.SIGKILL)
    await until(lambda: not hosts.pids)
    assert await value_of(hosts, "{{ 1 + 2 }}") == 3


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("(() => { for (;;); })()", "expression_timeout"),
        ("/^(a+)+$/.test('a'.repeat(40) + '!')", "expression_timeout"),
        ("(() => { const a = []; for (;;) a.push(new Array(1e5).fill(1)); })()", "expression_memory"),
        ("(() => { const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1)); })()", "expression_memory"),
        ("new Array(300).fill('x'.repeat(1e6)).map((x, i) => x + i).join('')", "expression_memory"),
    ],
)
async def test_a_host_that_misbehaves_is_replaced(
    body: str, code: str, monkeypatch: pytest.MonkeyPatch, new_hosts: NewHosts
) -> None:
    monkeypatch.setattr(
        "workers.expressions.calls.BASE_LIMIT_S", 0.5 if code == "expression_timeout" else 30.0
    )
    hosts = new_hosts()
    await value_of(hosts, "{{ 1 + 1 }}")
    [pid] = hosts.pids
    assert (await failure_of(hosts, f"{{{{ {body} }}}}")).code == code
    assert await value_of(hosts, "{{ 1 + 2 }}") == 3
    assert pid not in hosts.pids


async def test_deep_recursion_is_the_expressions_own_failure(hosts: ExpressionHosts) -> None:
    error = await failure_of(hosts, "{{ (f => f(f))(f => f(f)) }}")
    assert (error.code, "call stack" in error.message) == ("expression_failed", True)


async def test_who_waited_behind_an_endless_expression_is_answered_by_the_next_host(
    monkeypatch: pytest.MonkeyPatch, new_hosts: NewHosts
) -> None:
    monkeypatch.setattr("workers.expressions.calls.BASE_LIMIT_S", 0.5)
    hosts = new_hosts()
    await value_of(hosts, "{{ 1 + 1 }}")
    endless, innocent = await asyncio.gather(
        failure_of(hosts, "{{ (() => { for (;;); })() }}"), value_of(hosts, "{{ 1 + 2 }}")
    )
    assert (endless.code, innocent) == ("expression_timeout", 3)


async def test_a_cancelled_call_never_answers_the_next_one(new_hosts: NewHosts) -> None:
    hosts = new_hosts()
    await value_of(hosts, "{{ 1 + 1 }}")
    task = asyncio.ensure_future(
        value_of(hosts, "{{ (() => { for (let i = 0; i < 1e8; i++); return 'late' })() }}")
    )
    await until(lambda: hosts.busy)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await value_of(hosts, "{{ 'next' + '' }}") == "next"
