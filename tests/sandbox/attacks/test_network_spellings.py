"""A step asks for the machine's loopback, or for a cloud's metadata, under another of its many spellings, in
the hope that whoever compares reads it otherwise than whoever connects.

The guard knows one spelling of every host: others are no hosts to it, and can't be granted either.
"""

import asyncio

import pytest

from sandbox.model import Limits
from sandbox.network.guard import Guard
from sandbox.network.policy import BadGrant
from tests.sandbox.attacks.victim import Victim, victim
from tests.sandbox.network.wiring import wired

LOOPBACK = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "00127.0.0.1",
    "127.0.0.1.",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST.",
    "localhost.localdomain",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[::1%lo]",
    "127.0.0.2",
]
METADATA = [
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0xa9.0xfe.0xa9.0xfe",
    "0251.0376.0251.0376",
    "0251.254.169.254",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::a9fe:a9fe]",
    "[fd00:ec2::254]",
    "[fd20:ce::254]",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
]


@pytest.mark.parametrize("host", LOOPBACK)
async def test_a_spelling_that_is_not_granted_reaches_nothing(host: str) -> None:
    async with victim() as there, wired([f"api.example.com:{there.port}"]) as way:
        for request in _requests(host, there):
            assert (await way.ask(request)).startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 "))
        assert there.visitors == 0


@pytest.mark.parametrize("host", LOOPBACK + METADATA)
async def test_a_spelling_that_is_granted_reaches_nothing_either(host: str) -> None:
    """Whoever draws the workflow may grant it, but only the operator may allow it."""
    async with victim() as there:
        try:
            Guard().session([f"{host}:{there.port}"], Limits(), _unheard, _unheard)
        except BadGrant:
            return
        async with wired([f"{host}:{there.port}"]) as way:
            for request in _requests(host, there):
                said = await way.ask(request)
                assert said.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 ", b"HTTP/1.1 502 ")), said
                assert b"can't be reached" not in said, "it was tried"
            assert there.visitors == 0


async def test_what_the_operator_allows_is_one_place_and_not_its_neighbours() -> None:
    async with victim() as there, victim() as neighbour:
        place = f"127.0.0.1:{there.port}"
        grants = [
            place,
            f"127.0.0.1:{neighbour.port}",
            f"127.0.0.2:{there.port}",
            f"localhost:{neighbour.port}",
        ]
        async with wired(grants, [place]) as way:
            reader, _ = await way.connect(place)
            assert await reader.readexactly(6) == b"secret"
            for other in grants[1:]:
                said = await way.ask(f"CONNECT {other} HTTP/1.1\r\n\r\n".encode())
                assert b"is a private or reserved address" in said
        assert (there.visitors, neighbour.visitors) == (1, 0)


def _requests(host: str, there: Victim) -> list[bytes]:
    place = f"{host}:{there.port}"
    return [
        f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode(),
        f"CONNECT {place} HTTP/1.1\r\nHost: api.example.com:{there.port}\r\n\r\n".encode(),
        f"GET http://{place}/ HTTP/1.1\r\nHost: api.example.com\r\n\r\n".encode(),
        f"GET http://api.example.com@{place}/ HTTP/1.1\r\n\r\n".encode(),
    ]


async def _unheard(said: object) -> None:
    await asyncio.sleep(0)
