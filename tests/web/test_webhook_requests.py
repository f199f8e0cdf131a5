"""What a workflow gets to see of a request to its webhook."""

from typing import Any

import pytest

from domain.json_text import InvalidJson
from tests.web.requests import request
from web.api.bodies import MAX_BODY, BodyTooLarge
from web.api.problems import Refusal
from web.api.uploads import AROUND, FileTooLarge
from web.api.webhooks.incoming import item_of, segments_of
from web.api.webhooks.uploads import Uploads

MULTIPART = b"multipart/form-data; boundary=x"
FILE = b'name="f"; filename="a.txt"\r\n\r\nhi'
TOO_DEEP = b"[" * 101 + b"]" * 101
FORM = b"application/x-www-form-urlencoded"


async def body_of(content_type: bytes | None, *parts: bytes) -> Any:
    headers = [(b"content-type", content_type)] if content_type else []
    return (await item_of(request(headers=headers, body=parts), {}))["body"]


def multipart(*fields: bytes) -> bytes:
    return (
        b"".join(b"--x\r\nContent-Disposition: form-data; " + field + b"\r\n" for field in fields)
        + b"--x--\r\n"
    )


@pytest.mark.parametrize(
    ("content_type", "sent", "seen"),
    [
        (b"application/json", b'{"a": 1}', {"a": 1}),
        (b"application/vnd.github+json; charset=utf-8", b"[1]", [1]),
        (b"application/json", b"12345678901234567890123", 12345678901234567890123),
        (b"application/json", rb'{"a": "\u0000"}', {"a": "\x00"}),
        (b"application/json", b'{"a": 1, "a": 2}', {"a": 2}),
        (b"application/json", b"", None),
        (FORM, b"a=1&b=2&a=3&c=", {"a": ["1", "3"], "b": "2", "c": ""}),
        (FORM, b"a=%00%E2%82%AC", {"a": "\x00€"}),
        (b"text/plain", b"{{7*7}} ${7*7}", "{{7*7}} ${7*7}"),
        (b"text/plain; charset=ISO-8859-1", b"caf\xe9", "café"),
        (b"application/xml", b"<a/>", "<a/>"),
        (b"garbage", b'{"a": 1}', '{"a": 1}'),
        (None, b'{"a": 1}', '{"a": 1}'),
        (None, b"", None),
        (
            MULTIPART,
            multipart(b'name="a"\r\n\r\n1', b'name="a"\r\n\r\n2'),
            {"a": ["1", "2"]},
        ),
    ],
)
async def test_a_body_becomes_json_by_its_content_type(
    content_type: bytes, sent: bytes, seen: object
) -> None:
    assert await body_of(content_type, sent) == seen


@pytest.mark.parametrize("sent", [b"{", b"NaN", b'{"a": 1e400}', rb'"\ud800"', TOO_DEEP, b"\xff"])
async def test_malformed_json_is_refused(sent: bytes) -> None:
    with pytest.raises(InvalidJson, match="not valid JSON"):
        await body_of(b"application/json", sent)


async def test_a_hundred_levels_are_allowed() -> None:
    await body_of(b"application/json", b"[" * 100 + b"]" * 100)


@pytest.mark.parametrize(
    ("content_type", "sent", "status", "code"),
    [
        (MULTIPART, multipart(FILE), 415, "files_not_supported"),
        (MULTIPART, multipart(b'name="a"\r\n\r\n1')[:-4], 422, "invalid_form"),
        (b"multipart/form-data", b"--x", 422, "invalid_form"),
        (MULTIPART, b"no boundary here", 422, "invalid_form"),
        (FORM, b"a=%ff", 422, "invalid_text"),
        (FORM, b"&".join([b"a=1"] * 1001), 422, "too_many_fields"),
        (b"image/png", b"\x89PNG\xff", 415, "unsupported_media_type"),
        (b"text/plain; charset=nonsense", b"a", 415, "unsupported_media_type"),
        (b"text/plain; charset=base64", b"YQ==", 415, "unsupported_media_type"),
        (b"text/plain; charset=punycode", b"a", 415, "unsupported_media_type"),
    ],
)
async def test_what_can_not_be_data_is_refused(
    content_type: bytes, sent: bytes, status: int, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await body_of(content_type, sent)
    assert (refused.value.status, refused.value.code) == (status, code)


@pytest.mark.parametrize("content_type", [b"application/json", FORM, b"text/plain"])
async def test_a_body_is_counted_while_it_is_read(content_type: bytes) -> None:
    with pytest.raises(BodyTooLarge):
        await body_of(content_type, b"a" * MAX_BODY, b"b")


async def test_a_forms_fields_and_its_files_are_counted_apart() -> None:
    most = 2 * MAX_BODY
    field, file = b'name="a"\r\n\r\n', b'name="f"; filename="a"\r\n\r\n'
    for form, error in (
        (multipart(field + b"a" * (MAX_BODY + 1)), BodyTooLarge),
        (multipart(*[field + b"a" * (MAX_BODY // 3)] * 4), BodyTooLarge),
        (multipart(file + b"a" * (most + AROUND)), FileTooLarge),
    ):
        sent = request(headers=[(b"content-type", MULTIPART)], body=[form[:1000], form[1000:]])
        with pytest.raises(error):
            await item_of(sent, {}, Uploads(most))
    async with Uploads(most) as uploads:
        form = multipart(file + b"a" * (MAX_BODY + 1), field + b"1")
        item = await item_of(request(headers=[(b"content-type", MULTIPART)], body=[form]), {}, uploads)
        assert uploads.names() == ["f"]
    assert item["body"] == {"a": "1"}


async def test_a_field_for_files_in_which_none_was_chosen_is_none() -> None:
    form = multipart(b'name="f"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n')
    async with Uploads(MAX_BODY) as uploads:
        item = await item_of(request(headers=[(b"content-type", MULTIPART)], body=[form]), {}, uploads)
        assert uploads.names() == []
    assert item["body"] == {}


async def test_headers_have_lower_case_names_and_no_secrets() -> None:
    sent = [
        (b"X-A", b"1"),
        (b"x-a", b"\x002"),
        (b"Authorization", b"Bearer s"),
        (b"COOKIE", b"s"),
        (b"X-B", b"\xe9"),
    ]
    item = await item_of(request(headers=sent), {})
    assert item["headers"] == {"x-a": "1, \x002", "x-b": "é"}


async def test_the_query_lists_what_is_repeated() -> None:
    item = await item_of(request(query=b"a=1&a=%00&b=x+y&c", method="GET"), {"id": "7"})
    assert item["query"] == {"a": ["1", "\x00"], "b": "x y", "c": ""}
    assert (item["params"], item["method"], item["body"]) == ({"id": "7"}, "GET", None)


def test_an_encoded_slash_does_not_divide_a_path() -> None:
    assert segments_of(request(b"/hooks/a%2Fb/c%00/..?x=/y")) == ["a/b", "c\x00", ".."]


def test_a_path_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(Refusal, match="the path is not UTF-8"):
        segments_of(request(b"/hooks/%ff"))
