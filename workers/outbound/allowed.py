"""The private places that the operator lets workflows reach."""

from dataclasses import dataclass

from workers.outbound.addresses import is_public


@dataclass(frozen=True, slots=True)
class Allowed:
    """Pairs of host (a name or an address, as people write it) and port."""

    places: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, text: str) -> "Allowed":
        """From ``host:port,[v6 address]:port,…``. Raises :class:`ValueError` for anything else."""
        entries = [entry.strip() for entry in text.split(",")]
        return cls(frozenset(_place(entry) for entry in entries if entry))

    def permits(self, host: str, address: str, port: int) -> bool:
        """Whether ``address``, which ``host`` was resolved to, may be connected to at ``port``."""
        return is_public(address) or bool({(plain(host), port), (address, port)} & self.places)


def plain(host: str) -> str:
    """One spelling for a name: lower case, no dot at its end."""
    return host.lower().removesuffix(".")


def _place(entry: str) -> tuple[str, int]:
    host, colon, port = entry.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not colon or not bare or not (port.isascii() and port.isdecimal()) or (":" in bare and bare == host):
        raise ValueError(f"{entry!r} is not host:port (for IPv6, [address]:port)")
    return plain(bare), int(port)
