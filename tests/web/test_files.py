"""Files over HTTP: given, taken, and nothing more than data."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from infra.settings import Settings
from infra.store.files import PIECE
from tests.web.people import Person, good, problem
from tests.web.workflows import create
from web.api.services import Services
from web.api.shapes import files as shapes

FORM = "multipart/form-data; boundary=b"
TRAVERSALS = [
    "..%2F..%2Fetc%2Fpasswd",
    "%2e%2e%2f%2e%2e%2fetc/passwd",
    "..%252f..%252fetc%252fpasswd",
    "..%5c..%5cwindows",
    "%2Fetc%2Fpasswd",
    "a%00b",
    "1",
]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"file_mb": 3})


async def upload(person: Person, content: bytes, name: str = "a.csv", mime: str = "text/csv") -> Any:
    answer = await person.call("POST", "/api/files", files={"file": (name, content, mime)})
    assert answer.status_code == 201
    return good(answer)


def part(headers: str, content: bytes = b"x") -> bytes:
    return f"--b\r\n{headers}\r\n\r\n".encode() + content + b"\r\n--b--\r\n"


async def test_what_was_uploaded_is_downloaded(ann: Person) -> None:
    content = bytes(range(256)) * 8000 + b"end"
    file = await upload(ann, content, "Ünï \U0001f989.csv")
    shapes.File.model_validate(file)
    assert file == {
        "file_id": file["file_id"],
        "name": "Ünï \U0001f989.csv",
        "mime": "text/csv",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "execution_id": None,
        "created_at": file["created_at"],
    }
    assert await ann.get(f"/api/files/{file['file_id']}/info") == file
    answer = await ann.call("GET", f"/api/files/{file['file_id']}")
    assert answer.content == content
    assert answer.headers["content-length"] == str(len(content))


async def test_a_download_is_never_a_page_of_ours(ann: Person) -> None:
    file = await upload(ann, b"<script>alert(1)</script>", '../"x\\y;.html', "text/html; charset=utf-8")
    answer = await ann.call("GET", f"/api/files/{file['file_id']}")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''y%3B.html"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        (f"bytes={PIECE - 2}-{PIECE + 1}", slice(PIECE - 2, PIECE + 2)),
        ("bytes=1048570-", slice(1048570, None)),
        ("bytes=-5", slice(-5, None)),
        ("bytes=5-99999999", slice(5, None)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
async def test_a_part_can_be_asked_for(ann: Person, asked: str, part: slice) -> None:
    content = bytes(range(251)) * 5000
    file = await upload(ann, content)
    answer = await ann.call("GET", f"/api/files/{file['file_id']}", headers={"Range": asked})
    start, stop, _ = part.indices(len(content))
    assert answer.status_code == 206
    assert answer.content == content[part]
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(content)}"


async def test_a_part_beyond_the_end_is_refused(ann: Person) -> None:
    file = await upload(ann, b"abc")
    for asked in ("bytes=3-", "bytes=-0"):
        refused = await ann.call("GET", f"/api/files/{file['file_id']}", headers={"Range": asked})
        problem(refused, 416, "invalid_range")
        assert refused.headers["content-range"] == "bytes */3"


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=-", "bytes=2-1", "bytes=0-1,2-2", "lines=1-2", "nonsense"]
)
async def test_what_is_no_single_range_gets_the_whole(ann: Person, asked: str) -> None:
    file = await upload(ann, b"abc")
    answer = await ann.call("GET", f"/api/files/{file['file_id']}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, b"abc")


async def test_a_part_of_another_content_is_not_mixed_in(ann: Person) -> None:
    file = await upload(ann, b"abc")
    path, etag = f"/api/files/{file['file_id']}", f'"{file["sha256"]}"'
    for condition, content in ((etag, b"b"), ('"other"', b"abc")):
        headers = {"Range": "bytes=1-1", "If-Range": condition}
        assert (await ann.call("GET", path, headers=headers)).content == content


async def test_the_size_has_a_limit(ann: Person) -> None:
    limit = 3 * 1024 * 1024
    assert (await upload(ann, b"x" * limit))["size"] == limit
    for size in (limit + 1, limit + 1024 * 1024):
        refused = await ann.call("POST", "/api/files", files={"file": ("a", b"x" * size)})
        assert "at most 3 MB (FLOWTAPE_FILE_MB)" in problem(refused, 413, "too_large")["detail"]


async def test_what_doesnt_say_its_length_is_counted(ann: Person) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield part('Content-Disposition: form-data; name="file"; filename="a"')[:-10]
        for _ in range(5):
            yield b"x" * 1024 * 1024
        raise AssertionError("it is still being read")

    refused = await ann.call("POST", "/api/files", content=endless(), headers={"Content-Type": FORM})
    problem(refused, 413, "too_large")


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", b'{"file": {"path": "/etc/passwd"}}', 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", b"file=/etc/passwd", 415, "unsupported_media_type"),
        ("text/plain", b"/etc/passwd", 415, "unsupported_media_type"),
        ("", b"x", 415, "unsupported_media_type"),
        ("multipart/form-data", b"x", 422, "invalid_form"),
        ("multipart/form-data; boundary=", b"x", 422, "invalid_form"),
        (FORM, b"", 422, "invalid_form"),
        (FORM, b"no form at all", 422, "invalid_form"),
        (FORM, part('Content-Disposition: form-data; name="file"', b"/etc/passwd"), 422, "invalid_form"),
        (FORM, part('Content-Disposition: form-data; name="other"; filename="a"'), 422, "invalid_form"),
        (FORM, part('Content-Disposition: form-data; name="file"; filename=""'), 422, "invalid_form"),
        (FORM, part('Content-Disposition: form-data; name="file"; filename="a\tb"'), 422, "invalid_form"),
        (
            FORM,
            part(f'Content-Disposition: form-data; name="file"; filename="{"x" * 256}"'),
            422,
            "invalid_form",
        ),
        (FORM, part('Content-Disposition: form-data; name="file"; filename="a"')[:-8], 422, "invalid_form"),
    ],
)
async def test_only_a_form_with_a_file_is_an_upload(
    ann: Person, content_type: str, body: bytes, status: int, code: str
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    refused = await ann.call("POST", "/api/files", content=body, headers=headers)
    problem(refused, status, code)
    assert (await ann.get("/api/files"))["items"] == []


@pytest.mark.parametrize("spelling", TRAVERSALS)
async def test_an_id_leads_to_no_path(ann: Person, spelling: str) -> None:
    for tail in ("", "/info"):
        problem(await ann.call("GET", f"/api/files/{spelling}{tail}"), 404, "not_found")
    assert (await ann.call("DELETE", f"/api/files/{spelling}")).status_code in (404, 405)


async def test_a_name_is_data_and_no_path(ann: Person) -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "a;$(id)"):
        body = part(f'Content-Disposition: form-data; name="file"; filename="{name}"')
        headers = {"Content-Type": FORM}
        file = good(await ann.call("POST", "/api/files", content=body, headers=headers))
        assert file["name"] == name
        assert (await ann.call("GET", f"/api/files/{file['file_id']}")).content == b"x"


async def test_somebody_elses_are_not_there(ann: Person, bob: Person) -> None:
    file = await upload(ann, b"secret")
    for method, tail in (("GET", ""), ("GET", "/info"), ("DELETE", "")):
        theirs = problem(await bob.call(method, f"/api/files/{file['file_id']}{tail}"), 404, "not_found")
        unknown = str(uuid4())
        nobodys = problem(await bob.call(method, f"/api/files/{unknown}{tail}"), 404, "not_found")
        assert theirs["detail"].replace(file["file_id"], unknown) == nobodys["detail"]
    assert (await bob.get("/api/files"))["items"] == []
    assert (await ann.call("GET", f"/api/files/{file['file_id']}")).content == b"secret"


async def test_they_are_listed_newest_first(ann: Person) -> None:
    made = [await upload(ann, b"", name=f"{n}.txt") for n in range(3)]
    first = await ann.get("/api/files?limit=2")
    shapes.Files.model_validate(first)
    second = await ann.get(f"/api/files?limit=2&cursor={first['next_cursor']}")
    assert first["items"] + second["items"] == made[::-1]
    assert second["next_cursor"] is None
    problem(await ann.call("GET", "/api/files?cursor=x"), 422, "invalid_cursor")


async def test_a_deleted_one_is_gone(ann: Person) -> None:
    path = f"/api/files/{(await upload(ann, b'abc'))['file_id']}"
    assert (await ann.call("DELETE", path)).status_code == 204
    for method in ("GET", "DELETE"):
        problem(await ann.call(method, path), 404, "not_found")


async def test_many_megabytes_pass_a_real_server(ann: Person, server: httpx.AsyncClient) -> None:
    content = bytes(range(256)) * (10 * 1024)
    there = Person(server, ann.id, ann.email, ann.token)
    made = await asyncio.gather(*(upload(there, content, f"{n}") for n in range(4)))
    for file in made:
        assert (await there.call("GET", f"/api/files/{file['file_id']}")).content == content
    refused = await there.call("POST", "/api/files", files={"file": ("a", b"x" * 4 * 1024 * 1024)})
    problem(refused, 413, "too_large")


async def test_files_come_with_the_input_of_a_run(ann: Person, services: Services) -> None:
    stored = await upload(ann, b"n\n1\n")
    entry = {name: stored[name] for name in ("file_id", "name", "mime", "size")}
    workflow = await create(ann)
    path = f"/api/workflows/{workflow['id']}/execute"
    for asked, value in (({}, {}), ({"input": [{"n": 1}, {"n": 2}]}, [{"n": 1}, {"n": 2}])):
        body = {**asked, "files": [{"data": entry}]}
        started = good(await ann.call("POST", path, body))
        [first] = await services.context.store.load(UUID(started["execution_id"]), upto=1)
        assert first.data is not None
        assert json.loads(first.data) == {"input": value, "files": [{"data": entry}]}
    for wrong in ([{"data": {**entry, "more": 1}}], [{"data": "x"}], [None, {"data": entry}]):
        problem(await ann.call("POST", path, {"files": wrong}), 422, "invalid_data")
    problem(await ann.call("POST", path, {"files": [], "node": "set"}), 422, "invalid_request")
