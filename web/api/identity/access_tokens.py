"""Access tokens: JWTs that say who, in which session, and until when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import jwt

AUDIENCE, TYPE, ALGORITHM = "flowtape-api", "access", "HS256"
SHORTEST_KEY = 32
_REQUIRED = ["sub", "sid", "typ", "aud", "iat", "exp", "jti"]


class WeakKey(ValueError):
    """The signing key can be guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    user_id: UUID
    session_id: UUID
    expires_at: float


class AccessTokens:
    def __init__(self, key: str, seconds: int) -> None:
        if len(key.encode()) < SHORTEST_KEY or len(set(key)) < 10:
            raise WeakKey(f"the secret key must have {SHORTEST_KEY} random characters or more")
        self._key = key
        self.seconds = seconds

    def issue(self, user_id: UUID, session_id: UUID, now: datetime) -> str:
        at = int(now.timestamp())
        claims = {
            "sub": str(user_id),
            "sid": str(session_id),
            "typ": TYPE,
            "aud": AUDIENCE,
            "iat": at,
            "exp": at + self.seconds,
            "jti": uuid4().hex,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def read(self, token: str) -> Claims | None:
        """What the token says, None unless it is one of ours, of this type, and still good."""
        try:
            claims = jwt.decode(
                token, self._key, algorithms=[ALGORITHM], audience=AUDIENCE, options={"require": _REQUIRED}
            )
            if claims["typ"] != TYPE:
                return None
            return Claims(
                user_id=UUID(claims["sub"]), session_id=UUID(claims["sid"]), expires_at=float(claims["exp"])
            )
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
            return None
