"""Refresh tokens: ``<session id>.<secret>`` in a cookie that only ``/api/auth`` ever sees."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from web.api.problems import Refusal

COOKIE, PATH = "flowtape_refresh", "/api/auth"
SECONDS = 30 * 24 * 3600
"""A session ends when it isn't refreshed for so long."""


@dataclass(frozen=True, slots=True)
class RefreshToken:
    session_id: UUID
    secret: str

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.secret.encode()).digest()

    @classmethod
    def new(cls, session_id: UUID) -> "RefreshToken":
        return cls(session_id, secrets.token_urlsafe(32))

    @classmethod
    def of(cls, request: Request) -> "RefreshToken | None":
        """The one that the cookie carries. Refuses a request that another site's page made."""
        session_id, _, secret = request.cookies.get(COOKIE, "").partition(".")
        if not secret:
            return None
        _refuse_other_origins(request)
        try:
            return cls(UUID(session_id), secret)
        except ValueError:
            return None

    def put(self, response: Response, base_url: str) -> None:
        _set(response, base_url, f"{self.session_id.hex}.{self.secret}", SECONDS)


def take_away(response: Response, base_url: str) -> None:
    _set(response, base_url, "", 0)


def _set(response: Response, base_url: str, value: str, seconds: int) -> None:
    secure = base_url.startswith("https:")
    response.set_cookie(
        COOKIE, value, max_age=seconds, path=PATH, httponly=True, samesite="strict", secure=secure
    )


def _refuse_other_origins(request: Request) -> None:
    """SameSite takes every port of a host for the same site; the origin tells them apart."""
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if origin and not hmac.compare_digest(urlsplit(origin).netloc.encode(), host.encode()):
        raise Refusal(403, "other_origin", "this cookie may only be used by Flowtape's own page")
