"""Webhooks through all processes, and requests that come twice."""

import httpx

from tests.acceptance.hooks import hook, taking
from tests.acceptance.workflows import chain, code, create, ended, good, node, problem, ran_once, start, types
from tests.conftest import Site, Stack, until


def test_immediately_answers_before_the_end(stack: Stack, site: Site) -> None:
    client, held = stack.client(), site.hold("/hook-waits")
    path = hook(client, node("ask", "http.request", url=site.url("/hook-waits")), respond="immediately")
    answer = client.post(path, json={"a": 1})
    assert answer.status_code == 202
    execution_id = answer.json()["execution_id"]
    until(lambda: site.at("/hook-waits"))
    held.set()
    execution = ended(client, execution_id)
    assert (execution["status"], execution["trigger"]) == ("completed", "webhook")
    assert execution["input_data"]["body"] == {"a": 1}
    ran_once(client, execution_id)


def test_last_answers_with_the_first_item_of_the_last_node(stack: Stack) -> None:
    client = stack.client()
    path = hook(client, taking(doubled="$json.body.n * 2", method="$json.method"), respond="last")
    answer = client.post(path, json={"n": 21})
    assert (answer.status_code, answer.json()) == (200, {"doubled": 42, "method": "POST"})


def test_node_answers_with_what_the_node_says(stack: Stack) -> None:
    client = stack.client()
    respond = node(
        "answer",
        "webhook.respond",
        status=201,
        headers={"X-Seen": "{{ $json.query.who }}"},
        body={"hello": "{{ $json.query.who }}"},
    )
    answer = client.get(hook(client, respond, respond="node"), params={"who": "Ann"})
    assert (answer.status_code, answer.headers["x-seen"], answer.json()) == (201, "Ann", {"hello": "Ann"})


def test_a_failing_execution_is_500_and_says_which(stack: Stack) -> None:
    client = stack.client()
    answer = client.post(hook(client, code("wrong", "raise ValueError('no')"), respond="last"))
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    failed = ended(client, answer.json()["execution_id"])
    assert (failed["status"], failed["error"]["node_id"]) == ("failed", "wrong")
    assert "ValueError: no" in failed["error_message"]
    assert "ValueError" not in answer.text  # the caller is a stranger


def test_an_inactive_or_changed_workflow_answers_as_published(stack: Stack) -> None:
    client = stack.client()
    trigger = node("hook", "trigger.webhook", path="on-and-off", methods=["POST"], respond="last")
    draft = chain(node("v", "data.set", keep=False, fields=[{"name": "v", "value": 1}]), trigger=trigger)
    workflow = create(client, draft)
    at = f"/api/workflows/{workflow['id']}"
    problem(client.post("/hooks/on-and-off"), 404, "not_found")
    good(client.post(f"{at}/activate"))
    assert client.post("/hooks/on-and-off").json() == {"v": 1}
    draft["nodes"][1]["parameters"]["fields"][0]["value"] = 2
    version = good(client.get(at))["version"]
    change = {"definition": draft, "expected_version": version}
    good(client.put(f"{at}/definition", json=change))
    assert client.post("/hooks/on-and-off").json() == {"v": 1}
    good(client.post(f"{at}/publish"))
    assert client.post("/hooks/on-and-off").json() == {"v": 2}
    good(client.post(f"{at}/deactivate"))
    problem(client.post("/hooks/on-and-off"), 404, "not_found")


def test_a_repeated_key_runs_once_and_a_reused_one_is_refused(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, chain())

    def execute(body: object, key: str = "order-17") -> httpx.Response:
        path = f"/api/workflows/{workflow['id']}/execute"
        return client.post(path, json={"input": body}, headers={"Idempotency-Key": key})

    first = good(execute({"a": 1}))["execution_id"]
    assert ended(client, first)["status"] == "completed"
    assert good(execute({"a": 1}))["execution_id"] == first
    assert execute({"a": 2}).status_code == 422
    assert good(execute({"a": 2}, "order-18"))["execution_id"] != first
    ran_once(client, first)


def test_a_hook_is_there_again_when_the_web_process_is_restarted(own_stack: Stack) -> None:
    client = own_stack.client()
    path = hook(client, respond="last")
    own_stack.kill("web")
    own_stack.start("web").wait_ready()
    assert client.post(path, json=1).status_code == 200
    assert start(client, create(client, chain()))


def test_what_runs_long_is_shown_while_it_runs_though_nobody_started_it_by_hand(stack: Stack) -> None:
    client = stack.client()
    slow = code("slow", "import time\ntime.sleep(3)\nreturn items")
    execution_id = client.post(hook(client, slow, respond="immediately")).json()["execution_id"]
    until(lambda: "node_started" in types(client, execution_id))
    assert "completed" not in types(client, execution_id)
    assert ended(client, execution_id)["status"] == "completed"


def test_of_quick_steps_that_nobody_watches_the_tape_has_the_end_alone(stack: Stack) -> None:
    client = stack.client()
    path = hook(client, code("quick", "return items"), respond="last")
    told = [_types_of_the_last(client, path) for _ in range(20)]
    assert ["requested", "claimed", "node_completed", "node_completed", "completed"] in told


def _types_of_the_last(client: httpx.Client, path: str) -> list[str]:
    """Of the execution that this call starts."""
    assert client.post(path).status_code == 200
    newest = good(client.get("/api/executions"))["items"][0]["id"]
    return types(client, newest)
