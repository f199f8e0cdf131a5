"""Which places a step may connect to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.network.names import BadPlace, shown, split_place

_MOST_SHOWN = 10


class BadGrant(ValueError):
    """Not ``host:port`` or ``*.host:port``; says what is wrong and how it is written."""


@dataclass(frozen=True, slots=True)
class Grant:
    """``below``: the hosts below this domain, at any depth, but not the domain itself."""

    host: str
    port: int
    below: bool = False

    @classmethod
    def parse(cls, text: str) -> "Grant":
        below = text.startswith("*.")
        try:
            host, port = split_place(text.removeprefix("*."))
        except BadPlace as error:
            raise _bad(text, str(error)) from error
        if below and _is_address(host):
            raise _bad(text, "there is nothing below an address")
        return cls(host, port, below)

    def covers(self, host: str, port: int) -> bool:
        """``host`` in its canonical spelling."""
        if port != self.port:
            return False
        return host.endswith(f".{self.host}") if self.below else host == self.host

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'*.' if self.below else ''}{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Policy:
    grants: tuple[Grant, ...] = ()

    @classmethod
    def parse(cls, texts: Sequence[str]) -> "Policy":
        """Raises :class:`BadGrant` for the first that is not clear."""
        return cls(tuple(Grant.parse(text) for text in texts))

    def covers(self, host: str, port: int) -> bool:
        return any(grant.covers(host, port) for grant in self.grants)

    def __str__(self) -> str:
        names = [str(grant) for grant in self.grants]
        more = len(names) - _MOST_SHOWN
        return ", ".join(names[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _bad(text: str, why: str) -> BadGrant:
    return BadGrant(
        f"{shown(text)} can't be granted: {why}. "
        "Write host:port, such as api.example.com:443, or *.example.com:443 for all hosts below a domain."
    )


def _is_address(host: str) -> bool:
    return ":" in host or host.rpartition(".")[2].isdecimal()
