"""Files from node to node and over HTTP, by real processes of which one is killed on the way."""

import hashlib

from tests.acceptance.workflows import chain, code, create, ended, get, good, node, problem, ran_once, start
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
    runs = {run["node_id"]: run for run in get(client, execution_id, "/nodes")["items"]}
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
