import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.network.addresses import is_own, is_public
from sandbox.network.allowed import Allowed

CLOSED = [
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.192/32",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
WRAPPED_IN = {"::": 0, "::ffff:0:0": 0, "::ffff:0:0:0": 0, "64:ff9b::": 0, "64:ff9b:1::": 0, "2002::": 80}
"""How many bits stand behind the IPv4 address."""


def _within(block: IPv4Network) -> st.SearchStrategy[IPv4Address]:
    return st.ip_addresses(v=4, network=block).map(lambda address: IPv4Address(int(address)))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:4136:e378::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2606:4700::1111%eth0",
        "not an address",
        "localhost",
        "",
    ],
)
def test_what_is_not_out_on_the_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
    ],
)
def test_what_is_out_there_may_be_reached(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(address: object) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address)) == is_public(f"64:ff9b::{address}")
    assert not is_public(f"::{address}")


@given(st.sampled_from(CLOSED).flatmap(_within), st.sampled_from([*WRAPPED_IN]), st.booleans())
def test_no_spelling_of_a_closed_address_is_public(inner: IPv4Address, wrapping: str, long: bool) -> None:
    wrapped = IPv6Address(int(IPv6Address(wrapping)) | int(inner) << WRAPPED_IN[wrapping])
    assert not is_public(str(inner))
    assert not is_public(wrapped.exploded.upper() if long else str(wrapped))


@pytest.mark.parametrize(
    "spelled", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "017700000001"]
)
def test_the_resolver_turns_every_spelling_into_an_address_that_is_refused(spelled: str) -> None:
    [address] = {str(found[4][0]) for found in socket.getaddrinfo(spelled, 80)}
    assert (address, is_public(address)) == ("127.0.0.1", False)


def test_the_operator_may_allow_names_and_addresses_each_with_its_port() -> None:
    allowed = Allowed.parse("127.0.0.1:9000, Intern.example.:80,[::1]:81,")
    assert allowed.permits("localhost", "127.0.0.1", 9000)
    assert allowed.permits("intern.example", "10.0.0.1", 80)
    assert allowed.permits("INTERN.example.", "10.0.0.1", 80)
    assert allowed.permits("anything", "::1", 81)
    assert allowed.permits("anything", "8.8.8.8", 1)
    assert not allowed.permits("localhost", "127.0.0.1", 9001)
    assert not allowed.permits("evil.intern.example", "10.0.0.1", 80)
    assert not allowed.permits("other", "10.0.0.1", 80)


@pytest.mark.parametrize("text", ["127.0.0.1", "localhost", ":80", "::1:80", "a:b", "a:80:x", "a:٣"])
def test_an_unclear_allowance_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not host:port"):
        Allowed.parse(text)


def test_the_machines_own_addresses_are_its_own_though_they_be_public() -> None:
    """Where the machine has a public address, no firewall stands between it and what listens there."""
    own = _own_addresses()
    assert {"127.0.0.1"} <= own
    assert [address for address in sorted(own) if not is_own(address)] == []
    assert not any(is_own(address) for address in ("8.8.8.8", "2606:4700::1111"))


def _own_addresses() -> set[str]:
    """As the kernel's routes have them; 127.0.0.0/8 is there as one address."""
    lines = Path("/proc/net/fib_trie").read_text().split("\n")
    return {line.split()[-1] for line, kind in pairwise(lines) if "/32 host LOCAL" in kind}
