"""A step that may reach a host asks for the addresses of the machine that it runs on, and of Docker's
networks: its databases and the engine listen there, behind a firewall that a connection from within never
meets.

These addresses are refused even where they are public, since the kernel says that they are its own.
"""

import socket
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sandbox.attacks.victim import victim
from tests.sandbox.network.wiring import wired


def _own() -> list[str]:
    """Every address of every network interface, Docker's bridges among them."""
    lines = Path("/proc/net/fib_trie").read_text().split("\n")
    v4 = {line.split()[-1] for line, kind in pairwise(lines) if "/32 host LOCAL" in kind}
    v6 = {
        socket.inet_ntop(socket.AF_INET6, bytes.fromhex(line.split()[0]))
        for line in Path("/proc/net/if_inet6").read_text().splitlines()
    }
    return sorted(v4 | v6)


async def test_no_address_of_the_machine_is_reached() -> None:
    await _nothing_is_reached(_own())


async def test_nor_is_one_that_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all addresses that this machine has were public ones; link-local ones can't be."""
    monkeypatch.setattr("sandbox.network.allowed.is_public", lambda address: True)
    await _nothing_is_reached([address for address in _own() if not address.startswith("fe80:")])


async def _nothing_is_reached(own: list[str]) -> None:
    assert "127.0.0.1" in own
    async with victim() as there:
        hosts = [f"[{address}]" if ":" in address else address for address in own]
        places = [f"{host}:{there.port}" for host in hosts]
        async with wired(places) as way:
            for place in places:
                said = await way.ask(f"CONNECT {place} HTTP/1.1\r\n\r\n".encode())
                assert b"is a private or reserved address" in said
        assert there.visitors == 0
