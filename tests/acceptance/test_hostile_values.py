"""What people, and people's people, write where we expected something else."""

import json
import socket
from typing import Any

import httpx
import pytest

from tests.acceptance.hooks import hook, taking
from tests.acceptance.workflows import chain, code, create, get, good, node, problem, run
from tests.conftest import Stack

NAMES = [
    "__proto__",
    "constructor",
    "nul \x00 inside",
    "👩‍👩‍👧‍👦 🇪🇺",
    "שלום עולם \u202e",
    "', \"; DROP TABLE --",
    "\u2028 x",
]
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("name", NAMES)
def test_names_and_keys_are_any_text(stack: Stack, name: str) -> None:
    """As a workflow's, a node's and a field's name, in data, in an expression and in a log."""
    client = stack.client()
    first = {
        **node("first", "data.set", fields=[{"name": "said", "value": "{{ $json.text }}"}]),
        "name": name,
    }
    printing = code("second", "print(items[0]['json']['text'])\nreturn items")
    workflow = create(client, chain(first, printing), name)
    stored = good(client.get(f"/api/workflows/{workflow['id']}"))
    assert stored["name"] == name
    assert stored["definition"]["nodes"][1]["name"] == name
    given = {"text": name, name: 1}
    path = f"/api/workflows/{workflow['id']}/execute"
    execution = good(client.post(path, params={"wait": 30}, json={"input": given}))
    assert execution["status"] == "completed", execution
    assert execution["output_data"] == {"second": [{**given, "said": name}]}
    assert {r["name"] for r in get(client, execution["id"], "/nodes")["items"]} >= {name}
    lines = [line["line"] for line in get(client, execution["id"], "/logs")["items"]]
    assert "".join(lines) == name
    assert any(w["name"] == name for w in good(client.get("/api/workflows"))["items"])


def test_ids_that_objects_have_by_birth_are_refused(stack: Stack) -> None:
    client = stack.client()
    for node_id in ("__proto__", "constructor", "prototype", "a\x00b", "", "x" * 65, "ü"):
        definition = {"nodes": [{"id": node_id, "type": "flow.noop"}]}
        answer = client.post("/api/workflows", json={"name": "x", "definition": definition})
        assert answer.status_code == 422, node_id
        assert answer.headers["content-type"] == "application/problem+json"


def test_nul_in_a_webhooks_body_and_query_is_data(stack: Stack) -> None:
    client = stack.client()
    path = hook(client, taking(body="$json.body", query="$json.query"), respond="last")
    answer = client.post(f"{path}?a%00=b%00", content=b'{"k\\u0000": "v\\u0000\\n"}', headers=JSON)
    assert answer.json() == {"body": {"k\x00": "v\x00\n"}, "query": {"a\x00": "b\x00"}}


def test_as_many_levels_as_come_in_come_out(stack: Stack) -> None:
    """Also where a trigger, an item and an expression put theirs around."""
    client = stack.client()
    deep = json.loads('{"a":' * 98 + "[1]" + "}" * 98)
    kept = node("kept", "data.set", keep=False, fields=[{"name": "v", "value": "{{ [$json.a][0] }}"}])
    same = {"same": [deep]}
    for between in (node("same", "flow.noop"), code("same", "return items"), code("same", "cat", "bash")):
        assert run(client, chain(between), input=deep)["output_data"] == same
    assert run(client, chain(kept), input=deep)["output_data"] == {"kept": [{"v": deep["a"]}]}
    path = hook(client, node("last", "flow.noop"), respond="last")
    body = "[" * 100 + "]" * 100
    answer = client.post(path, content=body, headers=JSON)
    assert good(answer)["body"] == json.loads(body)


def test_nul_in_a_header_is_refused_and_harms_nobody(stack: Stack) -> None:
    client = stack.client()
    path = hook(client, taking(header="$json.headers['x-odd']"), respond="last")
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nX-Odd: a\x00b\r\nContent-Length: 0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", stack.port), timeout=10) as connection:
        connection.sendall(head.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")
    odd = [(b"x-odd", "caf\u00e9".encode("latin-1"))]
    assert client.post(path, headers=odd).json() == {"header": "caf\u00e9"}


NUMBERS = [
    9007199254740993,
    -9007199254740993,
    2**63,
    -(2**64) - 1,
    123456789012345678901234567890123456789012345678901234567890,
    0.1,
    1e308,
    5e-324,
    0,
]


def test_numbers_come_out_of_plain_paths_as_they_went_in(stack: Stack) -> None:
    client = stack.client()
    path = hook(client, taking(all="$json.body.all", third="$json.body.all[3]"), respond="last")
    answer = client.post(path, json={"all": NUMBERS})
    assert json.loads(answer.content) == {"all": NUMBERS, "third": NUMBERS[3]}
    assert all(type(a) is type(b) for a, b in zip(answer.json()["all"], NUMBERS, strict=True))
    by_hand = run(client, chain(taking(all="$json.all")), input={"all": NUMBERS})
    assert by_hand["output_data"] == {"take": [{"all": NUMBERS}]}
    assert by_hand["input_data"] == {"all": NUMBERS}


def test_numbers_beyond_64_bits_go_through_python(stack: Stack) -> None:
    client = stack.client()
    same = code("same", "return [{'n': item['json']['n'] + 1} for item in items]")
    big = 10**40
    assert run(client, chain(same), input={"n": big})["output_data"] == {"same": [{"n": big + 1}]}


REFUSED = {
    "not JSON": b'{"a": ',
    "NaN": b'{"a": NaN}',
    "Infinity": b"[Infinity]",
    "overflows": b'{"a": 1e400}',
    "lone surrogate": b'{"a": "\\ud800"}',
    "lone surrogate as a key": b'{"\\udfff": 1}',
    "not UTF-8": b'{"a": "\xff"}',
    "too deep": b"[" * 101 + b"]" * 101,
    "very deep": b"[" * 200_000 + b"]" * 200_000,
    "a BOM in the middle": b'{\xef\xbb\xbf"a": 1}',
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_is_not_json_is_refused_at_every_entrance(stack: Stack, hook_path: str, body: bytes) -> None:
    client = stack.client()
    workflow = create(client, chain())
    entrances = [
        (hook_path, body),
        (f"/api/workflows/{workflow['id']}/execute", b'{"input": ' + body + b"}"),
        ("/api/workflows", b'{"name": "x", "description": ' + body + b"}"),
    ]
    for path, content in entrances:
        answer = client.post(path, content=content, headers=JSON)
        assert answer.status_code == 422, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]


@pytest.fixture(scope="module")
def hook_path(shared_stack: Stack) -> str:
    return hook(shared_stack.client(), respond="immediately")


def test_of_duplicate_keys_the_last_wins_and_their_order_is_kept(stack: Stack) -> None:
    client = stack.client()
    path = hook(client, taking(body="$json.body"), respond="last")
    answer = client.post(path, content=b'{"z": 1, "a": 2, "z": 3, "10": 4, "9": 5}', headers=JSON)
    [(_, body)] = json.loads(answer.content, object_pairs_hook=list)
    assert body == [("z", 3), ("a", 2), ("10", 4), ("9", 5)]


ENDINGS = {
    "raises": ("raise ValueError('it is \\x00 wrong')", "code_error", "ValueError: it is"),
    "never ends": ("while True: pass", "timeout", "2 s"),
    "returns NaN": ("return {'a': float('nan')}", "code_error", "JSON"),
    "returns infinity": ("return {'a': 1e400}", "code_error", "JSON"),
    "returns a set": ("return {'a': {1, 2}}", "code_error", "JSON"),
    "returns a lone surrogate": ("return {'a': '\\ud800'}", "code_error", ""),
    "returns nothing": ("pass", "code_error", "nothing"),
    "returns a mixture": ("return [{'json': {}}, {'a': 1}, 7]", "code_error", ""),
    "exits": ("import os; os._exit(3)", "non_zero_exit", "3"),
    "kills itself": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signalled", ""),
    "does not parse": ("return (", "code_error", "SyntaxError"),
    "takes all memory": ("x = ['x' * 10**6 for _ in range(10**6)]", "memory_limit", "memory"),
}


@pytest.mark.parametrize(("text", "error", "says"), ENDINGS.values(), ids=ENDINGS)
def test_code_that_goes_wrong_fails_its_node_and_says_why(
    stack: Stack, text: str, error: str, says: str
) -> None:
    execution = run(stack.client(), chain(node("bad", "code", language="python", code=text, timeout_s=2)))
    assert execution["status"] == "failed"
    assert execution["error"]["node_id"] == "bad"
    assert execution["error"]["code"] == error, execution["error"]
    assert says in execution["error_message"]


def test_code_that_prints_200_mb_is_stopped_and_its_log_cut(stack: Stack) -> None:
    client = stack.client()
    endless = "line = 'x' * 999\nfor _ in range(200_000): print(line)\nreturn {}"
    execution = run(client, chain(code("loud", endless)))
    assert (execution["status"], execution["error"]["code"]) == ("failed", "output_limit"), execution
    lines = _all_lines(client, execution["id"])
    assert sum(len(line["line"]) for line in lines) < 5_300_000
    assert len(lines) <= 10_001
    assert lines[-1]["stream"] == "system"
    assert "cut" in lines[-1]["line"] or "log" in lines[-1]["line"].lower()


def _all_lines(client: httpx.Client, execution_id: str) -> list[Any]:
    found: list[Any] = []
    cursor = ""
    while True:
        page = get(client, execution_id, f"/logs?limit=200{cursor}")
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def test_a_broken_expression_fails_its_node(stack: Stack) -> None:
    client = stack.client()
    for body, says in (("1 +", "SyntaxError"), ("nothing.at.all", "nothing"), ("(() => { throw 7 })()", "7")):
        execution = run(client, chain(taking(a=body)))
        assert execution["status"] == "failed", body
        assert says.lower() in execution["error_message"].lower()
        assert execution["error"]["node_id"] == "take"
    problem(client.get("/api/executions/00000000-0000-0000-0000-000000000000"), 404, "not_found")
