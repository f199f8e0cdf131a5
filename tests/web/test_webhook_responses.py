"""Somebody else's content on our origin."""

from uuid import UUID

import orjson
import pytest

from web.api.webhooks.response import said

EXECUTION = UUID(int=7)


@pytest.mark.parametrize(
    ("body", "content", "media"),
    [
        ("héllo", "héllo".encode(), "text/plain; charset=utf-8"),
        ({"a": [1]}, b'{"a":[1]}', "application/json"),
        (0, b"0", "application/json"),
        (2**70, str(2**70).encode(), "application/json"),
    ],
)
def test_text_is_sent_as_it_is_and_all_else_as_json(body: object, content: bytes, media: str) -> None:
    response = said(EXECUTION, {"status": 201, "headers": {}, "body": body})
    assert (response.status_code, response.body) == (201, content)
    assert response.headers["content-type"] == media


def test_a_page_runs_in_a_sandbox_and_can_not_leave_it() -> None:
    headers = {"content-type": "text/html", "Content-Security-Policy": "default-src *", "x-mine": "1"}
    response = said(EXECUTION, {"status": 200, "headers": headers, "body": "<script>alert(1)</script>"})
    assert response.headers.getlist("content-security-policy") == ["sandbox"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert (response.headers["content-type"], response.headers["x-mine"]) == ("text/html", "1")


@pytest.mark.parametrize(
    "name", ["Set-Cookie", "set-cookie", "Clear-Site-Data", "Transfer-Encoding", "Service-Worker-Allowed"]
)
def test_headers_that_speak_for_the_origin_are_kept_back(name: str) -> None:
    response = said(EXECUTION, {"status": 200, "headers": {name: "x"}, "body": None})
    assert name not in response.headers


def test_an_answer_without_a_body_has_none() -> None:
    response = said(EXECUTION, {"status": 204, "headers": {}, "body": "ignored"})
    assert (response.body, "content-type" in response.headers) == (b"", False)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "200", "headers": {}, "body": None},
        {"status": 99, "headers": {}, "body": None},
        {"status": 200, "headers": {"a": "b\r\nset-cookie: c"}, "body": None},
        {"status": 200, "headers": {"a b": "c"}, "body": None},
        {"status": 200, "headers": {"a": "€"}, "body": None},
        {"status": 200, "headers": {"a": 1}, "body": None},
    ],
)
def test_what_http_can_not_carry_is_a_problem_with_the_execution(answer: dict[str, object]) -> None:
    response = said(EXECUTION, answer)
    problem = orjson.loads(response.body)
    assert (response.status_code, problem["code"]) == (500, "unusable_response")
    assert problem["execution_id"] == str(EXECUTION)
