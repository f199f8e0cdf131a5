"""What the tunnel reads of requests and answers, in whatever pieces they come and whatever they hold: the
runner must not break over it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from sandbox.runner.tunnel.answer import ServersAnswer, refused
from sandbox.runner.tunnel.request import BadRequest, parse, split_head

WORDS = [
    b"GET ",
    b"CONNECT ",
    b"http://",
    b"a.example",
    b":80",
    b"/",
    b"?",
    b"#",
    b"@",
    b"[::1]",
    b" HTTP/1.1",
]
ENDS = [b"\r\n", b"\n", b"\r", b": ", b"Connection: x", b"Host: b", b"\r\n\r\n", b"\xff", b"\0", b" ", b"\t"]
REQUESTS = st.lists(st.sampled_from(WORDS + ENDS) | st.binary(max_size=4), max_size=12).map(b"".join)
STATUS = [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.0 404 No\r\n", b"HTTP", b"x"]
HEADERS = [
    b"Connection: keep-alive\r\n",
    b"Keep-Alive: 5\r\n",
    b"A: b\r\n",
    b"\r\n",
    b"body",
    b"\r\n\r\n",
    b"\n",
]
ANSWERS = st.lists(st.sampled_from(STATUS + HEADERS), max_size=8).map(b"".join)


@given(REQUESTS)
def test_a_head_is_read_or_refused(data: bytes) -> None:
    try:
        found = split_head(bytearray(data), 0)
        asked = parse(found[0]) if found else None
    except BadRequest:
        return
    if asked is None:
        assert b"\r\n\r\n" not in data
        return
    assert 1 <= asked.port <= 65535
    assert not asked.head or re.fullmatch(
        rb"[A-Za-z]+ /[!-~\x80-\xff]* HTTP/1\.[01]", asked.head.split(b"\r\n")[0]
    )
    assert asked.head.lower().count(b"\r\nhost: ") == (1 if asked.head else 0)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", asked.head)


@given(REQUESTS, st.integers(1, 9))
def test_a_request_may_come_in_pieces(data: bytes, size: int) -> None:
    try:
        expected = split_head(bytearray(data), 0)
    except BadRequest:
        return
    arrived, found = bytearray(), None
    while found is None and len(arrived) < len(data):
        looked_at = len(arrived)
        arrived += data[looked_at : looked_at + size]
        found = split_head(arrived, looked_at)
    to_come = data[len(arrived) :]
    assert (found and (found[0], found[1] + to_come)) == expected


@given(ANSWERS, st.integers(1, 9))
def test_an_answer_may_come_in_pieces(data: bytes, size: int) -> None:
    whole, pieces = ServersAnswer(), ServersAnswer()
    passed = b"".join(pieces.feed(data[start : start + size]) for start in range(0, len(data), size))
    assert passed + pieces.rest() == whole.feed(data) + whole.rest()


@given(st.integers(400, 599), st.text(max_size=600))
def test_a_refusal_is_one_answer_whatever_the_reason(status: int, why: str) -> None:
    head, _, body = refused(status, why.encode("utf-8", "replace").decode()).partition(b"\r\n\r\n")
    first, *headers = head.split(b"\r\n")
    assert re.fullmatch(rb"HTTP/1\.1 %d [ -~]{0,400}" % status, first)
    assert headers[1] == b"Content-Length: %d" % len(body)
    assert len(headers) == 3
