"""Files from node to node and over HTTP, by real processes of which one is killed on the way."""

import hashlib
import json
from typing import Any

import httpx
import pytest

from tests.acceptance.hooks import hook
from tests.acceptance.workflows import (
    chain,
    code,
    create,
    ended,
    get,
    good,
    node,
    problem,
    ran_once,
    run,
    start,
)
from tests.conftest import Stack, until

WRITE = """
import csv, random
with open('/data/out/report.csv', 'w', newline='') as file:
    rows = csv.writer(file)
    rows.writerow(['n', 'text'])
    for n in range(100_000):
        rows.writerow([n, f'row {random.Random(n).random()} ☂'])
return {'json': {'rows': 100_000}, 'binary': {'report': {'path': 'report.csv'}}}
"""
READ_ONCE = """
echo at work
sleep 2
cp /data/in/report.csv /data/out/copy.csv
jq -nc --arg sum "$(sha256sum < /data/in/report.csv | cut -c 1-64)" '{sum: $sum}'
"""


def test_a_file_goes_from_node_to_node_though_the_worker_is_killed_between(own_stack: Stack) -> None:
    client = own_stack.client()
    definition = chain(
        code("write", WRITE),
        node("set", "data.set", fields=[{"name": "twice", "value": "{{ $json.rows * 2 }}"}]),
        code("read", READ_ONCE, "bash"),
    )
    execution_id = start(client, create(client, definition))
    until(lambda: get(client, execution_id, "/logs")["items"], 60)
    own_stack.kill("worker")
    own_stack.start("worker")
    execution = ended(client, execution_id, 60)
    assert execution["status"] == "completed", execution["error"]
    ran_once(client, execution_id)
    runs = {one["node_id"]: one for one in get(client, execution_id, "/nodes")["items"]}
    assert (runs["write"]["attempt"], runs["read"]["attempt"]) == (1, 2)

    [made] = runs["write"]["output"]["main"]
    assert runs["set"]["output"]["main"] == [
        {"json": {"rows": 100_000, "twice": 200_000}, "binary": made["binary"]}
    ]
    report = made["binary"]["report"]
    downloaded = client.get(f"/api/files/{report['file_id']}")
    assert len(downloaded.content) == report["size"] > 3_000_000
    assert downloaded.headers["content-disposition"] == "attachment; filename*=UTF-8''report.csv"
    [read] = runs["read"]["output"]["main"]
    assert read["json"] == {"sum": hashlib.sha256(downloaded.content).hexdigest()}
    copied = client.get(f"/api/files/{read['binary']['copy.csv']['file_id']}")
    assert copied.content == downloaded.content

    listed = good(client.get("/api/files", params={"execution_id": execution_id}))["items"]
    assert [file["name"] for file in listed] == ["copy.csv", "report.csv"]
    stranger = own_stack.client()
    problem(stranger.get(f"/api/files/{report['file_id']}"), 404, "not_found")


def test_a_file_of_somebody_else_does_not_open_in_code(stack: Stack) -> None:
    theirs, mine = stack.client(), stack.client()
    uploaded = good(theirs.post("/api/files", files={"file": ("a.txt", b"secret")}))
    reference = {key: uploaded[key] for key in ("file_id", "name", "mime", "size")}
    forge = f"return {{'json': {{}}, 'binary': {{'f': {reference!r}}}}}"
    read = "return {'text': open(items[0]['binary']['f']['path']).read()}"
    for client, status in ((theirs, "completed"), (mine, "failed")):
        execution_id = start(client, create(client, chain(code("forge", forge), code("read", read))))
        execution = ended(client, execution_id, 60)
        assert execution["status"] == status
        if client is theirs:
            assert execution["output_data"] == {"read": [{"text": "secret"}]}
        else:
            assert execution["error"]["code"] == "unknown_file"


def test_a_called_workflow_sees_the_files_and_gives_its_own(stack: Stack) -> None:
    client = stack.client()
    copy = "cp /data/in/a.txt /data/out/copy.txt; echo '{}'"
    child = create(client, chain(code("copy", copy, "bash"), trigger=node("called", "trigger.call")))
    write = "open('/data/out/a.txt', 'w').write('text')\nreturn [{'json': {}}, {'json': {}}]"
    call = node("call", "flow.call", workflow_id=child["id"])
    read = "return {key: open(f['path']).read() for key, f in items[0]['binary'].items()}"
    execution = run(client, chain(code("write", write), call, code("read", read)))
    assert execution["status"] == "completed", execution["error"]
    assert execution["output_data"] == {"read": [{"copy.txt": "text"}]}


def test_a_form_to_a_webhook_brings_files(stack: Stack) -> None:
    client, content = stack.client(), bytes(range(256)) * 5000
    look = "return [{'json': {**item['json'], 'sizes': {key: len(open(f['path'], 'rb').read()) "
    look += "for key, f in item['binary'].items()}}, 'binary': item['binary']} for item in items]"
    path = hook(client, code("look", look), respond="immediately")
    files: list[Any] = [("photo", ("a.png", content, "image/png")), ("photo", ("a.png", b"2"))]
    answer = good(httpx.post(f"{stack.base_url}{path}", data={"who": "Ann"}, files=files))
    execution = ended(client, answer["execution_id"], 60)
    assert execution["status"] == "completed", execution["error"]
    [seen] = execution["output_data"]["look"]
    assert seen["body"] == {"who": "Ann"}
    assert seen["sizes"] == {"photo": len(content), "photo-2": 1}
    again = good(client.post(f"/api/executions/{execution['id']}/fork", json={}))
    forked = ended(client, again["execution_id"], 60)
    assert forked["output_data"]["look"][0]["sizes"] == seen["sizes"]
    [began] = [r for r in get(client, execution["id"], "/nodes")["items"] if r["node_id"] == "hook"]
    entry = began["output"]["main"][0]["binary"]["photo"]
    assert {**entry, "file_id": ""} == {
        "file_id": "",
        "name": "a.png",
        "mime": "image/png",
        "size": len(content),
    }
    assert client.get(f"/api/files/{entry['file_id']}").content == content
    listed = good(client.get("/api/files", params={"execution_id": execution["id"]}))["items"]
    assert [file["size"] for file in listed] == [1, len(content)]


BOUNDARY = "multipart/form-data; boundary=b"
CLAIMED = {
    "files": [{"filepath": "/etc/passwd", "path": "/etc/passwd"}],
    "binary": {"f": {"path": "/etc/passwd"}},
}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", json.dumps(CLAIMED)),
        ("text/plain", json.dumps(CLAIMED)),
        ("application/x-www-form-urlencoded", "files[0][filepath]=/etc/passwd&binary=/etc/passwd"),
        ("", json.dumps(CLAIMED)),
        ("garbage", json.dumps(CLAIMED)),
        (BOUNDARY, '--b\r\nContent-Disposition: form-data; name="filepath"\r\n\r\n/etc/passwd\r\n--b--\r\n'),
    ],
)
def test_what_a_request_says_of_files_never_opens_one(stack: Stack, content_type: str, body: str) -> None:
    """Files come from a form's file parts alone."""
    client = stack.client()
    look = "import os\nreturn {'binary': items[0].get('binary'), 'files': os.listdir('/data/in')}"
    path = hook(client, code("look", look), respond="last")
    headers = {"Content-Type": content_type} if content_type else {}
    answer = good(httpx.post(f"{stack.base_url}{path}", content=body, headers=headers, timeout=60))
    assert answer == {"binary": None, "files": []}
