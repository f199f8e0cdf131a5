"""A name of the attacker's has a public address while it is checked, and a private one when it is connected
to; or it has both at once.

The guard resolves a name once for each connection, checks every address of the answer, and connects to an
address that it checked. In these tests 127.0.0.1 stands for the public Internet: the operator allows it.
"""

from collections.abc import Sequence

import pytest

from tests.sandbox.attacks.victim import victim
from tests.sandbox.network.servers import echo, tcp_server
from tests.sandbox.network.wiring import wired

LOCAL = ["127.0.0.2", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::", "64:ff9b::7f00:1"]
HIDDEN = [*LOCAL, "10.0.0.1", "169.254.169.254"]
NO_ADDRESS = ["not an address", "127.0.0.1\n8.8.8.8", "8.8.8.8%lo", "2606:4700::1111%lo", "evil.example", ""]


class Dns:
    """Answers in turn, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = [list(answer) for answer in answers]
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _connect(host: str, port: str) -> bytes:
    return f"CONNECT {host}:{port} HTTP/1.1\r\n\r\n".encode()


@pytest.mark.parametrize("hidden", HIDDEN)
async def test_the_second_answer_is_never_asked_for(hidden: str) -> None:
    dns = Dns(["127.0.0.1"], [hidden])
    async with tcp_server(echo) as place:
        port = place.rpartition(":")[2]
        async with wired([f"*.evil.example:{port}"], [place], resolver=dns.resolve) as way:
            reader, writer = await way.connect(f"a.evil.example:{port}")
            writer.write(b"to the first")
            assert await reader.readexactly(12) == b"to the first"
            assert dns.asked == ["a.evil.example"]


@pytest.mark.parametrize("hidden", HIDDEN)
async def test_the_next_connection_is_checked_again(hidden: str) -> None:
    dns = Dns(["127.0.0.1"], [hidden])
    async with victim() as there:
        place = f"127.0.0.1:{there.port}"
        async with wired([f"evil.example:{there.port}"], [place], resolver=dns.resolve) as way:
            await way.connect(f"evil.example:{there.port}")
            said = await way.ask(_connect("evil.example", str(there.port)))
            assert said.startswith(b"HTTP/1.1 403 evil.example:")
            assert b"is a private or reserved address" in said
            assert hidden.encode() not in said, "a step learns nothing of inner networks"
        assert there.visitors == 1


@pytest.mark.parametrize("hidden", ["127.0.0.2", "::1"])
async def test_of_a_mixed_answer_only_what_was_checked_is_tried(hidden: str) -> None:
    """Nobody listens at the address that may be reached, so that one would go on to the next."""
    async with victim(hidden) as there:
        dns = Dns(["127.0.0.1", hidden])
        public = f"127.0.0.1:{there.port}"
        async with wired([f"evil.example:{there.port}"], [public], resolver=dns.resolve) as way:
            said = await way.ask(_connect("evil.example", str(there.port)))
            assert said.startswith(b"HTTP/1.1 502 evil.example:")
            assert b"can't be reached: Connection refused" in said
        assert there.visitors == 0


async def test_a_name_that_means_an_address_is_still_resolved_and_checked() -> None:
    """As the public services nip.io and sslip.io answer."""
    dns = Dns(["127.0.0.1"])
    async with victim() as there:
        async with wired([f"*.nip.example:{there.port}"], resolver=dns.resolve) as way:
            said = await way.ask(_connect("127.0.0.1.nip.example", str(there.port)))
            assert b"is a private or reserved address" in said
        assert there.visitors == 0


@pytest.mark.parametrize("answer", NO_ADDRESS)
async def test_an_answer_that_is_no_address_is_not_connected_to(answer: str) -> None:
    async with wired(["evil.example:80"], resolver=Dns([answer]).resolve) as way:
        said = await way.ask(_connect("evil.example", "80"))
        assert said.startswith(b"HTTP/1.1 403 ")
