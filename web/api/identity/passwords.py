"""Hashing passwords, away from the event loop and two at a time: each takes memory and a core."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 8, 1024


class Passwords:
    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._threads = ThreadPoolExecutor(2, "passwords")
        self._nobodys = self._hasher.hash("the password of an account that doesn't exist")

    async def hash(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hasher.hash, password)

    async def matches(self, hashed: str | None, password: str) -> bool:
        """Takes as long where there is no account as where there is one."""
        compared = hashed or self._nobodys
        loop = asyncio.get_running_loop()
        verified = await loop.run_in_executor(self._threads, self._verify, compared, password)
        return verified and hashed is not None

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False
