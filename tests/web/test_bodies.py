"""What may enter through a body."""

import gzip
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.web.people import Person, good, problem
from web.api.bodies import MAX_BODY

JSON = "application/json"


async def send(
    ann: Person, content: bytes | AsyncIterator[bytes], content_type: str | None = JSON
) -> httpx.Response:
    headers = {} if content_type is None else {"Content-Type": content_type}
    return await ann.call("POST", "/api/workflows", content=content, headers=headers)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not valid JSON"),
        (b"[1,]", "not valid JSON"),
        (b'{"name": NaN}', "not valid JSON"),
        (b'{"name": Infinity}', "not valid JSON"),
        (b'{"name": 1e400}', "not valid JSON"),
        (b'{"name": "\\ud800"}', "not valid JSON"),
        (b'{"name": "\xff"}', "not valid JSON: the text is not UTF-8"),
        (b'{"name": "\xff", "n": 12345678901234567890}', "not valid JSON: the text is not UTF-8"),
        (b'{"name": ' + b"[" * 100 + b"]" * 100 + b"}", "100 levels"),
        (b'{"name": ' + b"[" * 1_000_000, "100 levels"),
    ],
)
async def test_malformed_json_is_refused_and_says_why(ann: Person, content: bytes, said: str) -> None:
    refused = await send(ann, content)
    assert said in problem(refused, 422, "invalid_json")["detail"]


@pytest.mark.parametrize(
    ("content", "loc"),
    [(b"[]", []), (b'"x"', []), (b"null", []), (b"", []), (b"{}", ["name"]), (b'{"name": 1}', ["name"])],
)
async def test_a_body_of_another_shape_is_refused(ann: Person, content: bytes, loc: list[str]) -> None:
    refused = problem(await send(ann, content), 422, "invalid_request")
    assert [error["loc"] for error in refused["errors"]] == [loc or ["body"]]


async def test_a_packed_body_is_refused_as_such(ann: Person) -> None:
    headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
    content = gzip.compress(b'{"name": "a"}')
    refused = await ann.call("POST", "/api/workflows", content=content, headers=headers)
    assert "'gzip'" in problem(refused, 415, "unsupported_media_type")["detail"]
    headers["Content-Encoding"] = "identity"
    good(await ann.call("POST", "/api/workflows", content=b'{"name": "a"}', headers=headers))


async def test_of_two_keys_that_are_the_same_the_last_wins(ann: Person) -> None:
    answer = await send(ann, b'{"name": "first", "name": "last"}')
    assert answer.json()["name"] == "last"


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
async def test_another_content_type_is_refused(ann: Person, content_type: str | None) -> None:
    refused = await send(ann, b'{"name": "a"}', content_type)
    problem(refused, 415, "unsupported_media_type")


async def test_ten_megabytes_are_allowed_and_one_byte_more_is_not(ann: Person) -> None:
    around = len(b'{"name":"a","description":""}')
    for extra, status in ((0, 422), (1, 413)):
        content = b'{"name":"a","description":"' + b"x" * (MAX_BODY - around + extra) + b'"}'
        assert (await send(ann, content)).status_code == status


async def test_a_body_that_doesnt_say_its_length_is_counted(ann: Person) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 1_000_000 + 2):
            yield b" " * 1_000_000

    refused = await send(ann, endless())
    problem(refused, 413, "too_large")
