import string

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.network.names import BadPlace, canonical
from sandbox.network.policy import BadGrant, Grant, Policy

LABELS = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=20).filter(
    lambda label: not label.startswith("-") and not label.endswith("-") and label[2:4] != "--"
)
LAST = LABELS.filter(lambda label: label[0].isalpha())
NAMES = st.tuples(st.lists(LABELS, max_size=4), LAST).map(lambda parts: ".".join([*parts[0], parts[1]]))
PORTS = st.integers(1, 65535)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("api.example.com:443", "api.example.com", 443),
        ("API.Example.COM.:443", "api.example.com", 443),
        ("bücher.example:80", "xn--bcher-kva.example", 80),
        ("xn--bcher-kva.example:80", "xn--bcher-kva.example", 80),
        ("_service.example:1", "_service.example", 1),
        ("localhost:65535", "localhost", 65535),
        ("8.8.8.8:53", "8.8.8.8", 53),
        ("[2606:4700:0:0::1111]:443", "2606:4700::1111", 443),
        ("[::ffff:8.8.8.8]:53", "8.8.8.8", 53),
    ],
)
def test_one_host_and_one_port_are_granted(text: str, host: str, port: int) -> None:
    policy = Policy.parse([text])
    assert policy.covers(host, port)
    assert not policy.covers(host, port % 65535 + 1)
    assert not policy.covers(f"below.{host}", port)
    assert not policy.covers(f"x{host}", port)


def test_a_star_grants_what_is_below_a_domain_and_not_the_domain() -> None:
    policy = Policy.parse(["*.Example.com:443"])
    assert policy.covers("a.example.com", 443)
    assert policy.covers("c.b.a.example.com", 443)
    for other in (
        "example.com",
        "notexample.com",
        "example.com.evil.org",
        "a.example.com.evil.org",
        "1.2.3.4",
    ):
        assert not policy.covers(other, 443)
    assert not policy.covers("a.example.com", 80)


def test_nothing_granted_covers_nothing() -> None:
    assert not Policy.parse([]).covers("api.example.com", 443)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the port is missing"),
        ("api.example.com", "the port is missing"),
        ("api.example.com:", "is not a port"),
        (":443", "the host is missing"),
        ("api.example.com:https", "is not a port"),
        ("api.example.com:0", "is not a port"),
        ("api.example.com:0443", "is not a port"),
        ("api.example.com:65536", "is not a port"),
        ("api.example.com:+443", "is not a port"),
        ("api.example.com:٤٤٣", "is not a port"),
        ("api.example.com:443 ", "is not a port"),
        (" api.example.com:443", "is not a host name"),
        ("api.example.com:*", "is not a port"),
        ("https://api.example.com:443", "leave out the scheme"),
        ("api.example.com:443/path", "only a host and a port"),
        ("user@api.example.com:443", "only a host and a port"),
        ("*:443", "is not a host name"),
        ("*.:443", "the host is missing"),
        ("*.*.example.com:443", "is not a host name"),
        ("a.*.example.com:443", "is not a host name"),
        ("*example.com:443", "is not a host name"),
        ("*.8.8.8.8:443", "nothing below an address"),
        ("*.[::1]:443", "nothing below an address"),
        ("-a.example:1", "is not a host name"),
        ("a..example:1", "is not a host name"),
        (".example:1", "is not a host name"),
        ("a b.example:1", "is not a host name"),
        ("a\0.example:1", "is not a host name"),
        ("a%2e.example:1", "is not a host name"),
        (f"{'a' * 64}.example:1", "is not a host name"),
        (f"{'a.' * 130}example:1", "is not a host name"),
        ("☃\u2028.example:1", "is not a host name"),
        ("2130706433:80", "four decimal numbers"),
        ("0x7f000001:80", "four decimal numbers"),
        ("0x7f.1:80", "four decimal numbers"),
        ("0177.0.0.1:80", "four decimal numbers"),
        ("127.1:80", "four decimal numbers"),
        ("1.2.3.256:80", "four decimal numbers"),
        ("::1:80", "stands in brackets"),
        ("[::1]", "the port is missing"),
        ("[::g]:80", "is not an IPv6 address"),
        ("[fe80::1%eth0]:80", "names a network interface"),
        ("[127.0.0.1]:80", "is not an IPv6 address"),
    ],
)
def test_an_unclear_grant_is_refused_with_the_reason_and_an_example(text: str, why: str) -> None:
    with pytest.raises(BadGrant) as refused:
        Policy.parse(["good.example:1", text])
    assert why in str(refused.value)
    assert repr(text)[:50] in str(refused.value)
    assert "such as api.example.com:443" in str(refused.value)


@given(NAMES, PORTS, st.booleans())
def test_a_grant_reads_back_as_it_is_written(name: str, port: int, below: bool) -> None:
    grant = Grant.parse(f"{'*.' if below else ''}{name.upper()}.:{port}")
    assert Grant.parse(str(grant)) == grant == Grant(name, port, below)


@given(NAMES)
def test_the_canonical_spelling_is_canonical(name: str) -> None:
    assert canonical(name) == canonical(name.upper()) == canonical(f"{name}.") == name


@given(st.text(max_size=300))
def test_every_host_is_ascii_or_refused(text: str) -> None:
    try:
        host = canonical(text)
    except BadPlace:
        return
    assert host.isascii()
    assert host == canonical(host)
    assert not any(character in host for character in "*/@%[] \0")


@pytest.mark.parametrize(
    "written", ["Bücher.example", "BÜCHER.EXAMPLE", "bücher。example", "bu\u0308cher.example"]
)
def test_international_names_have_one_spelling(written: str) -> None:
    assert canonical(written) == idna.encode("bücher.example").decode()


def test_an_error_names_a_few_of_many_grants() -> None:
    policy = Policy.parse([f"a{number}.example:1" for number in range(12)])
    assert str(policy).endswith("a9.example:1 and 2 more")
