"""Where a redirect leads, and what may go there."""

from dataclasses import dataclass, replace

import httpx

MOST = 5

_TO_GET = {301, 302, 303}
_SAME = {307, 308}
_ABOUT_THE_BODY = frozenset({"content-type", "content-encoding", "content-language", "content-location"})
_FOR_ANYBODY = frozenset({"accept", "accept-language", "idempotency-key", "user-agent"}) | _ABOUT_THE_BODY


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a chain."""

    method: str
    url: httpx.URL
    headers: tuple[tuple[str, str], ...]
    body: bytes | None


def next_hop(hop: Hop, status: int, location: str | None) -> Hop | None:
    """What to ask next, or None where the answer is not a redirect.

    Another origin gets no header that may hold a secret, whatever its name. Raises
    :class:`httpx.InvalidURL` where the location is no address.
    """
    if location is None or status not in _TO_GET | _SAME:
        return None
    url = hop.url.join(location)
    following = replace(hop, url=url.copy_with(fragment=None))
    if _origin(url) != _origin(hop.url):
        following = replace(following, headers=_only(following.headers, _FOR_ANYBODY))
    if status in _SAME or hop.method in ("GET", "HEAD") or (status != 303 and hop.method != "POST"):
        return following
    return replace(following, method="GET", body=None, headers=_without(following.headers, _ABOUT_THE_BODY))


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _only(headers: tuple[tuple[str, str], ...], names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(header for header in headers if header[0].lower() in names)


def _without(headers: tuple[tuple[str, str], ...], names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(header for header in headers if header[0].lower() not in names)
