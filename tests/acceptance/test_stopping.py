"""Cancelling, deadlines and timeouts: what runs is stopped, and stays stopped."""

from typing import Any

import docker
import httpx
import pytest

from sandbox.leftovers import INSTANCE
from tests.acceptance.workflows import (
    chain,
    code,
    create,
    ended,
    events,
    get,
    node,
    ran_once,
    run,
    start,
    types,
)
from tests.conftest import Site, Stack, until

SLEEPS = "import time\nprint('asleep')\ntime.sleep(60)\nreturn items"


def cancel(client: httpx.Client, execution_id: str) -> httpx.Response:
    return client.post(f"/api/executions/{execution_id}/cancel")


def containers(engine: docker.DockerClient, stack: Stack) -> set[str | None]:
    """Those in which steps run, and those that stand ready."""
    mine: dict[str, str | list[str] | bool] = {"label": f"{INSTANCE}={stack.data_dir}"}
    return {container.id for container in engine.containers.list(all=True, filters=mine, sparse=True)}


def asleep(client: httpx.Client, *then: Any, **settings: float) -> str:
    """An execution whose code has said that it sleeps."""
    execution_id = start(client, create(client, chain(code("sleep", SLEEPS), *then, **settings)))
    until(lambda: get(client, execution_id, "/logs")["items"])
    return execution_id


def test_code_that_sleeps_is_cancelled_with_its_container(
    stack: Stack, docker_engine: docker.DockerClient
) -> None:
    client = stack.client()
    execution_id = asleep(client)
    before = containers(docker_engine, stack)
    assert before
    assert cancel(client, execution_id).status_code == 202
    execution = ended(client, execution_id)
    assert execution["status"] == "cancelled"
    ran_once(client, execution_id)
    until(lambda: before - containers(docker_engine, stack))


def test_cancelling_twice_or_too_late_changes_nothing(stack: Stack) -> None:
    client = stack.client()
    execution_id = asleep(client)
    first = cancel(client, execution_id).json()
    assert cancel(client, execution_id).status_code == 202
    ended(client, execution_id)
    assert types(client, execution_id).count("cancel_requested") == 1
    assert first["execution_id"] == execution_id
    completed = run(client, chain())
    before = events(client, completed["id"])
    assert cancel(client, completed["id"]).status_code == 202
    assert events(client, completed["id"]) == before
    assert get(client, completed["id"]) == completed


def test_what_nobody_has_begun_is_cancelled_when_a_worker_comes(own_stack: Stack, site: Site) -> None:
    own_stack.stop("worker")
    client = own_stack.client()
    execution_id = start(client, create(client, chain(node("ask", "http.request", url=site.url("/unbegun")))))
    assert cancel(client, execution_id).status_code == 202
    assert get(client, execution_id)["status"] == "queued"
    own_stack.start("worker")
    assert ended(client, execution_id)["status"] == "cancelled"
    assert site.at("/unbegun") == []
    ran_once(client, execution_id)


def test_a_request_that_waits_for_its_answer_is_cancelled(stack: Stack, site: Site) -> None:
    client = stack.client()
    site.hold("/never-answered")
    post = node("ask", "http.request", method="POST", url=site.url("/never-answered"))
    execution_id = start(client, create(client, chain(post)))
    until(lambda: site.at("/never-answered"))
    cancel(client, execution_id)
    assert ended(client, execution_id, 2)["status"] == "cancelled"


def test_somebody_elses_execution_cannot_be_cancelled(stack: Stack) -> None:
    client = stack.client()
    execution_id = asleep(client)
    assert cancel(stack.client(), execution_id).status_code == 404
    assert get(client, execution_id)["status"] == "running"
    cancel(client, execution_id)


def test_an_execution_past_its_deadline_times_out(stack: Stack, docker_engine: docker.DockerClient) -> None:
    client = stack.client()
    execution_id = asleep(client, node("never", "flow.noop"), deadline_s=8)
    before = containers(docker_engine, stack)
    execution = ended(client, execution_id)
    assert execution["status"] == "timed_out"
    assert "deadline" in execution["error_message"]
    assert {r["node_id"] for r in get(client, execution_id, "/nodes")["items"]} == {"start", "sleep"}
    ran_once(client, execution_id)
    until(lambda: before - containers(docker_engine, stack))


@pytest.mark.parametrize("kind", ["code by its settings", "code by its parameter", "request"])
def test_a_node_past_its_timeout_fails(stack: Stack, site: Site, kind: str) -> None:
    site.hold("/too-slow")
    slow = {
        "code by its settings": code("slow", SLEEPS, timeout_s=1),
        "code by its parameter": node("slow", "code", language="python", code=SLEEPS, timeout_s=1),
        "request": node("slow", "http.request", {"timeout_s": 0.5}, url=site.url("/too-slow")),
    }[kind]
    client = stack.client()
    execution = run(client, chain(slow))
    assert (execution["status"], execution["error"]["node_id"]) == ("failed", "slow")
    assert execution["error"]["code"] == "timeout"
    assert "timeout_s" in execution["error_message"]
    ran_once(client, execution["id"])
