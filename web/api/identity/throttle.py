"""Slowing down whoever guesses passwords, counted in PostgreSQL: for all processes, across restarts."""

import hashlib

from web.api.ports import Attempts
from web.api.problems import Refusal

SECONDS = 300
PER_ACCOUNT = 10
"""Failed logins to one account from one address; from elsewhere its owner still gets in."""
PER_ADDRESS = 100
"""Failed logins from one address, whatever the accounts."""


class Throttle:
    """Counts an attempt before the password is looked at, so that many at once can't slip through."""

    def __init__(self, attempts: Attempts, email: str, address: str) -> None:
        self._attempts = attempts
        self._account = _key("account", email, address)
        self._address = _key("address", address)

    async def enter(self) -> None:
        """Raises a 429 with the seconds to wait."""
        for key, limit in ((self._address, PER_ADDRESS), (self._account, PER_ACCOUNT)):
            if wait := await self._attempts.count(key, limit, SECONDS):
                raise Refusal(
                    429,
                    "too_many_attempts",
                    f"too many failed logins; try again in {wait} seconds",
                    headers={"Retry-After": str(wait)},
                )

    async def succeeded(self) -> None:
        await self._attempts.clear(self._account)
        await self._attempts.forgive(self._address)


def _key(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()
