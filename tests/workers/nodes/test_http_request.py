import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import IO, Any

import pytest

from domain.files import StoredFile
from domain.ids import derived_id
from sandbox.network.allowed import Allowed
from tests.workers.http_server import Asked, Server, answer, http_server
from tests.workers.nodes.running import NoFiles, Run
from workers.engine.per_item import Aside
from workers.nodes.registry import NODE_TYPES
from workers.outbound.client import OutboundHttp
from workers.ports import NodeError

Request = Callable[..., Run]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with http_server() as server:
        yield server


@pytest.fixture
async def request_to(server: Server) -> AsyncIterator[Request]:
    """A run that asks the server at ``path``; a parameter for each keyword."""
    client = OutboundHttp(Allowed.parse(f"127.0.0.1:{server.port}"))

    def make(path: str = "/", items: list[dict[str, Any]] | None = None, **parameters: Any) -> Run:
        url = f"http://127.0.0.1:{server.port}{path}"
        return Run("http.request", {"url": url, **parameters}, [{}] if items is None else items, http=client)

    yield make
    await client.close()


async def answer_to(run: Run) -> Any:
    [json] = (await run.outputs())["main"]
    return json


async def failure_of(run: Run) -> NodeError:
    with pytest.raises(NodeError) as caught:
        await run.outputs()
    return caught.value


async def test_one_answer_for_each_item_in_order(server: Server, request_to: Request) -> None:
    others_went_ahead = asyncio.Event()

    async def first_is_slow(asked: Asked) -> bytes:
        if asked.target == "/0":
            await others_went_ahead.wait()
        elif asked.target == "/9":
            others_went_ahead.set()
        return answer(asked.target.encode(), Content_Type="text/plain")

    server.answering = first_is_slow
    run = request_to("/{{ $json.n }}", [{"n": n} for n in range(12)])
    assert [json["body"] for json in (await run.outputs())["main"]] == [f"/{n}" for n in range(12)]
    assert 1 < server.most_at_once <= 4
    assert run.chunks_out[0].paired == "identity"


@pytest.mark.parametrize(
    ("content_type", "body", "read"),
    [
        ("application/json", b'{"a": 12345678901234567890123}', {"body": {"a": 12345678901234567890123}}),
        ("application/problem+json; charset=utf-8", b"[1]", {"body": [1]}),
        ("application/json", b"{broken", {"body": "{broken"}),
        ("application/json", b"", {"body": ""}),
        ("text/html", "grün\x00".encode(), {"body": "grün\x00"}),
        ("text/plain; charset=latin-1", b"gr\xfcn", {"body": "grün"}),
        ("text/plain; charset=nonsense", "grün".encode(), {"body": "grün"}),
        ("text/plain; charset=hex", b"6161", {"body": "6161"}),
        (
            "image/png",
            b"\x89PNG\xff",
            {"body": base64.b64encode(b"\x89PNG\xff").decode(), "encoding": "base64"},
        ),
    ],
)
async def test_bodies_are_read_as_what_they_are(
    server: Server, request_to: Request, content_type: str, body: bytes, read: dict[str, Any]
) -> None:
    server.answering = lambda asked: answer(body, Content_Type=content_type)
    found = await answer_to(request_to())
    assert found["headers"]["content-type"] == content_type
    del found["headers"]
    assert found == {"status": 200, **read}


async def test_query_headers_and_body_are_sent(server: Server, request_to: Request) -> None:
    query = {"q": "a b&c", "list": [1, 2], "none": None, "yes": True}
    run = request_to(
        "/?x=1#part",
        method="put",
        query=query,
        headers={"X-A": 1},
        body={"a": ["{{ $json.n }}"]},
        items=[{"n": 2**60}],
    )
    await run.outputs()
    [asked] = server.asked
    assert (asked.method, asked.target) == ("PUT", "/?x=1&q=a+b%26c&list=1&list=2&yes=true")
    assert (asked.headers["x-a"], asked.headers["content-type"]) == ("1", "application/json")
    assert json.loads(asked.body) == {"a": [2**60]}


async def test_text_is_sent_as_it_is(server: Server, request_to: Request) -> None:
    await request_to(method="POST", body="grün", headers={"content-type": "text/csv"}).outputs()
    assert (server.asked[0].body, server.asked[0].headers["content-type"]) == ("grün".encode(), "text/csv")


async def test_what_changes_something_carries_a_key_that_stays(server: Server, request_to: Request) -> None:
    for _ in range(2):
        await request_to(method="POST", items=[{}, {}]).outputs()
    assert sorted(asked.headers["idempotency-key"] for asked in server.asked) == [
        "execution-1:node-1:0:0",
        "execution-1:node-1:0:0",
        "execution-1:node-1:0:1",
        "execution-1:node-1:0:1",
    ]


async def test_the_key_is_left_to_the_workflow_and_out_of_reading(
    server: Server, request_to: Request
) -> None:
    await request_to(method="POST", headers={"idempotency-key": "own"}).outputs()
    await request_to(method="GET").outputs()
    assert [asked.headers.get("idempotency-key") for asked in server.asked] == ["own", None]


@pytest.mark.parametrize(
    ("method", "effect"),
    [
        ("GET", "idempotent"),
        ("head", "idempotent"),
        ("OPTIONS", "idempotent"),
        ("POST", "effectful"),
        ("DELETE", "effectful"),
        ("{{ 'GET' }}", "effectful"),
        (None, "effectful"),
    ],
)
def test_the_method_decides_what_a_crash_means(method: Any, effect: str) -> None:
    assert NODE_TYPES["http.request"].effect({"method": method}) == effect
    assert NODE_TYPES["http.request"].effect({}) == "idempotent"


async def test_an_error_status_fails_with_the_bodys_beginning(server: Server, request_to: Request) -> None:
    server.answering = lambda asked: answer(b"no" * 1000, 503)
    error = await failure_of(request_to())
    assert (error.code, error.message) == ("http_status", "item 0: the server answered 503: " + "no" * 250)


async def test_an_error_status_can_be_an_answer(server: Server, request_to: Request) -> None:
    server.answering = lambda asked: answer(b"gone", 410)
    assert (await answer_to(request_to(fail_on_error=False)))["status"] == 410


async def test_a_failure_cancels_what_is_still_under_way(server: Server, request_to: Request) -> None:
    async def first_fails(asked: Asked) -> bytes:
        if asked.target != "/0":
            await asyncio.Event().wait()
        return answer(status=500)

    server.answering = first_fails
    assert (
        await failure_of(request_to("/{{ $json.n }}", [{"n": n} for n in range(8)]))
    ).code == "http_status"


async def test_private_addresses_are_refused(server: Server) -> None:
    run = Run("http.request", {"url": f"http://127.0.0.1:{server.port}/"}, [{}])
    error = await failure_of(run)
    assert (error.code, "FLOWTAPE_ALLOW_PRIVATE" in error.message, server.asked) == ("http_refused", True, [])


async def test_a_url_from_data_is_checked_where_it_is_used(server: Server) -> None:
    run = Run("http.request", {"url": "{{ $json.url }}"}, [{"url": "http://169.254.169.254/"}])
    assert (await failure_of(run)).code == "http_refused"


async def test_a_slow_answer_ends_the_wait(server: Server, request_to: Request) -> None:
    async def never(asked: Asked) -> bytes:
        await asyncio.Event().wait()
        return b""

    server.answering = never
    assert (await failure_of(request_to(timeout_s=0.1))).code == "http_timeout"


async def test_ten_megabytes_are_the_limit(server: Server, request_to: Request) -> None:
    server.answering = lambda asked: answer(b"x" * 10_000_001)
    error = await failure_of(request_to())
    assert (error.code, "10,000,000 bytes" in error.message) == ("http_too_large", True)
    server.answering = lambda asked: answer(b"x" * 10_000_000)
    assert len((await answer_to(request_to()))["body"]) == 10_000_000


async def test_an_item_that_fails_is_put_aside_and_is_not_asked_for_again(
    server: Server, request_to: Request
) -> None:
    asked_for: list[str] = []

    async def second_is_gone(asked: Asked) -> bytes:
        asked_for.append(asked.target)
        return answer(b"gone", status=410) if asked.target == "/1" else answer(b"here")

    server.answering = second_is_gone
    run = request_to("/{{ $json.n }}", [{"n": n} for n in range(3)], method="POST")
    run.aside = Aside(lambda _: True)
    assert [json["body"] for json in (await run.outputs())["main"]] == ["here", "here"]
    assert run.pairs == [[[0, 0], [0, 2]]]
    assert {place: error.code for place, error in run.aside.errors.items()} == {1: "http_status"}
    assert sorted(asked_for) == ["/0", "/1", "/2"]


class Kept(NoFiles):
    """Keeps what is saved, by its path."""

    def __init__(self) -> None:
        self.saved: dict[str, bytes] = {}

    async def save(self, path: str, content: IO[bytes], *, name: str, mime: str) -> StoredFile:
        self.saved[path] = data = content.read()
        return StoredFile(
            file_id=derived_id(path),
            execution_id=None,
            name=name,
            mime=mime,
            size=len(data),
            sha256="",
            created_at=datetime.now(UTC),
        )


@pytest.mark.parametrize(
    ("path", "headers", "called"),
    [
        ("/a/b.png?x=/y", {}, ("b.png", "image/png")),
        ("/a/b", {"Content_Type": "text/csv; charset=utf-8"}, ("b", "text/csv")),
        ("/a%20b.txt", {}, ("a b.txt", "text/plain")),
        ("/", {}, ("file", "application/octet-stream")),
        ("/x", {"Content_Disposition": 'attachment; filename="../r.csv"'}, ("r.csv", "text/csv")),
        ("/x", {"Content_Disposition": "attachment; filename*=UTF-8''%C3%BC.csv"}, ("ü.csv", "text/csv")),
        (
            "/x",
            {"Content_Disposition": "attachment; filename*=UTF-8''%00"},
            ("x", "application/octet-stream"),
        ),
        ("/x", {"Content_Disposition": "nonsense"}, ("x", "application/octet-stream")),
    ],
)
async def test_an_answer_is_kept_as_a_file(
    server: Server, request_to: Request, path: str, headers: dict[str, Any], called: tuple[str, str]
) -> None:
    body = b"\x89PNG\xff\x00"
    server.answering = lambda _: answer(body, **headers)
    run = request_to(path, [{}, {}], as_file=True)
    run.files = kept = Kept()
    await run.outputs()
    assert kept.saved == {"0": body, "1": body}
    for index, item in enumerate(run.chunks_out[0].items):
        assert (item["json"]["status"], item["json"]["body"]) == (200, None)
        expected = {
            "file_id": str(derived_id(str(index))),
            "name": called[0],
            "mime": called[1],
            "size": len(body),
        }
        assert item["binary"] == {"data": expected}
