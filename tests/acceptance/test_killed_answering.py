"""Answers that arrive while workers are killed, twice at once, or at the moment when the time is up."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx

from tests.acceptance.graphs import approving, links_of, resume
from tests.acceptance.killing import SECONDS, ended_once, kill_at_random, told
from tests.acceptance.workflows import chain, create, get, node, start
from tests.conftest import Stack, until

MANY = 24
LIMIT_S = 4.0


def asked(client: httpx.Client, many: int, **wait: Any) -> dict[str, dict[str, str]]:
    """The links of executions that wait for an approval."""
    definition = approving()
    definition["nodes"][2]["parameters"] |= wait
    workflow = create(client, definition)
    executions = [start(client, workflow) for _ in range(many)]
    for execution_id in executions:
        until(lambda execution_id=execution_id: told(client, execution_id, "waiting"), SECONDS)  # type: ignore[misc]
    return {execution_id: links_of(client, execution_id) for execution_id in executions}


def click(link: str) -> int:
    """The status; whoever has no answer asks again, as browsers do."""
    while True:
        try:
            return httpx.post(link, timeout=30).status_code
        except httpx.TransportError:
            time.sleep(0.1)


def went(client: httpx.Client, execution_id: str) -> str:
    [leaf] = ended_once(client, execution_id)["output_data"]
    return str(leaf)


def test_answers_count_once_whenever_the_worker_is_killed(mortal: Stack) -> None:
    client = mortal.client()
    links = asked(client, MANY)

    def answer(number: int, link: dict[str, str]) -> int:
        time.sleep(number * 0.15)
        return click(link["approve"])

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(answer, number, link) for number, link in enumerate(links.values())]
        kill_at_random(mortal, 3, lambda: sum(each.done() for each in answers))
        assert [each.result() for each in answers] == [202] * MANY
    for execution_id, link in links.items():
        assert went(client, execution_id) == "yes"
        assert len(told(client, execution_id, "resumed")) == 1
        assert click(link["reject"]) == 410


def test_of_two_answers_at_once_in_two_processes_one_counts(mortal: Stack) -> None:
    client = mortal.client()
    links = asked(client, 8)
    port = mortal.start_web_beside("web-2")

    def both(link: dict[str, str]) -> list[int]:
        elsewhere = link["reject"].replace(str(mortal.port), str(port), 1)
        with ThreadPoolExecutor(4) as pool:
            return sorted(pool.map(click, [link["approve"], elsewhere, link["reject"], link["approve"]]))

    answers = {execution_id: both(link) for execution_id, link in links.items()}
    assert set(map(tuple, answers.values())) == {(202, 410, 410, 410)}
    for execution_id in links:
        [resumed] = told(client, execution_id, "resumed")
        assert went(client, execution_id) == {"approve": "yes", "reject": "no"}[resumed["action"]]


def test_at_the_moment_when_the_time_is_up_either_the_answer_or_the_default_counts(mortal: Stack) -> None:
    """Whoever is told that his answer counted was right, and whoever wasn't, it didn't."""
    client = mortal.client()
    links = asked(client, MANY, limit=LIMIT_S / 3600, default="reject")

    def click_at_the_end(number: int, execution_id: str) -> int:
        [wait] = told(client, execution_id, "node_waiting", "wait")
        left = datetime.fromisoformat(wait["until"]) - datetime.now(UTC)
        time.sleep(max(0.0, left.total_seconds() - 0.3 + number / MANY * 0.35))
        return click(links[execution_id]["approve"])

    with ThreadPoolExecutor(MANY) as pool:
        answers = dict(zip(links, pool.map(click_at_the_end, range(MANY), links), strict=True))
    outcomes = {execution_id: went(client, execution_id) for execution_id in links}
    print(f"{list(answers.values()).count(202)} of {MANY} answered in time")
    assert outcomes == {each: "yes" if status == 202 else "no" for each, status in answers.items()}
    assert set(answers.values()) <= {202, 410}


def test_at_the_moment_when_a_wait_is_over_either_that_or_a_decision_counts(mortal: Stack) -> None:
    client = mortal.client()
    workflow = create(client, chain(node("wait", "flow.wait", amount=1.5)))
    executions = [start(client, workflow) for _ in range(MANY)]

    def decide_at_the_end(number: int, execution_id: str) -> int:
        until(lambda: told(client, execution_id, "node_waiting"), SECONDS)
        [wait] = told(client, execution_id, "node_waiting")
        left = datetime.fromisoformat(wait["until"]) - datetime.now(UTC)
        time.sleep(max(0.0, left.total_seconds() - 0.3 + number / MANY * 0.35))
        return int(resume(client, execution_id, node_id="wait", action="fail").status_code)

    with ThreadPoolExecutor(MANY) as pool:
        answers = dict(zip(executions, pool.map(decide_at_the_end, range(MANY), executions), strict=True))
    print(f"{list(answers.values()).count(202)} of {MANY} decided in time")
    for execution_id, status in answers.items():
        ended_once(client, execution_id, {202: "failed", 409: "completed"}[status])


def test_an_answer_after_the_time_is_up_does_not_count_though_no_worker_has_seen_it(mortal: Stack) -> None:
    client = mortal.client()
    [(execution_id, link)] = asked(client, 1, limit=LIMIT_S / 3600, default="reject").items()
    mortal.kill("worker")
    [wait] = told(client, execution_id, "node_waiting", "wait")
    until(lambda: datetime.fromisoformat(wait["until"]) < datetime.now(UTC))
    assert click(link["approve"]) == 410
    assert get(client, execution_id)["status"] == "waiting"
    mortal.start("worker")
    assert went(client, execution_id) == "no"
