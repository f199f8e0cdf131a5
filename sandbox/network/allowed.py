"""The private places that the operator lets steps and workflows reach."""

from dataclasses import dataclass

from sandbox.network.addresses import is_own, is_public
from sandbox.network.names import BadPlace, split_place


@dataclass(frozen=True, slots=True)
class Allowed:
    """Pairs of host (a name or an address, in its canonical spelling) and port."""

    places: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, text: str) -> "Allowed":
        """From ``host:port,[v6 address]:port,…``. Raises :class:`ValueError` for anything else."""
        entries = [entry.strip() for entry in text.split(",")]
        return cls(frozenset(_place(entry) for entry in entries if entry))

    def permits(self, host: str, address: str, port: int) -> bool:
        """Whether ``address``, which ``host`` was resolved to, may be connected to at ``port``."""
        if {(host.lower().removesuffix("."), port), (address, port)} & self.places:
            return True
        return is_public(address) and not is_own(address)


def _place(entry: str) -> tuple[str, int]:
    try:
        return split_place(entry)
    except BadPlace as error:
        raise ValueError(f"{entry!r} is not host:port (for IPv6, [address]:port): {error}") from error
