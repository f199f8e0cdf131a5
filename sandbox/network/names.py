"""One spelling for every host, so that what was granted and what is asked for can be compared."""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import idna

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST = 253


class BadPlace(ValueError):
    """Not a host, or not a host and a port; says what is wrong."""


def canonical(host: str) -> str:
    """Lower case and ASCII, no dot at the end; an address as its standard text, IPv4 in IPv6 unwrapped.

    Raises :class:`BadPlace` for what is no name and no address, and for IPv4 in any but four decimal
    numbers: resolvers differ over what ``0x7f.1`` and ``0177.0.0.1`` are.
    """
    if ":" in host:
        return _v6(host)
    name = _ascii(host).lower().removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _v4(name, host)
    if len(name) > _LONGEST or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadPlace(f"{shown(host)} is not a host name")
    return name


def split_place(text: str) -> tuple[str, int]:
    """``host:port``, for IPv6 ``[address]:port``, as the canonical host and the port."""
    if "://" in text:
        raise BadPlace("leave out the scheme and the path")
    if "/" in text or "@" in text:
        raise BadPlace("only a host and a port go here")
    host, colon, port = text.rpartition(":")
    if not colon or (text.endswith("]") and text.startswith("[")):
        raise BadPlace("the port is missing")
    if not host:
        raise BadPlace("the host is missing")
    if host.startswith("[") and host.endswith("]"):
        return _v6(host[1:-1]), _port(port)
    if ":" in host:
        raise BadPlace("an IPv6 address stands in brackets")
    return canonical(host), _port(port)


def shown(text: str) -> str:
    """What somebody else wrote, fit for a message."""
    return repr(text if len(text) <= 100 else f"{text[:100]}…")


def _port(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text) or int(text) > 65535:
        raise BadPlace(f"{shown(text)} is not a port from 1 to 65535")
    return int(text)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode()
    except UnicodeError as error:
        raise BadPlace(f"{shown(host)} is not a host name") from error


def _v4(name: str, host: str) -> str:
    try:
        return str(IPv4Address(name))
    except AddressValueError as error:
        raise BadPlace(f"{shown(host)} is not an address: IPv4 is written as four decimal numbers") from error


def _v6(text: str) -> str:
    try:
        address = IPv6Address(text)
    except AddressValueError as error:
        raise BadPlace(f"{shown(text)} is not an IPv6 address") from error
    if address.scope_id is not None:
        raise BadPlace(f"{shown(text)} names a network interface")
    return str(address.ipv4_mapped or address)
