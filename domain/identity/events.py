"""What people do with their accounts, kept for the audit: never an email address, never a secret."""

from dataclasses import dataclass
from uuid import UUID

from domain.ids import derived_id


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRegistered:
    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    user_id: str
    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFailed:
    """The account exists; the password was wrong, also where it was to be changed, or it is switched off."""

    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedOut:
    user_id: str
    session_id: str
    cause: str
    """``asked``, or ``refresh_refused``: a refresh token that had been replaced before was presented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged:
    """All sessions but this one ended with it."""

    user_id: str
    session_id: str


IdentityEvent = UserRegistered | LoggedIn | LoginFailed | LoggedOut | PasswordChanged

TOPICS: dict[str, type] = {
    "identity.user_registered": UserRegistered,
    "identity.logged_in": LoggedIn,
    "identity.login_failed": LoginFailed,
    "identity.logged_out": LoggedOut,
    "identity.password_changed": PasswordChanged,
}


def identity_stream_of(user_id: UUID) -> UUID:
    """The audit stream of one account."""
    return derived_id("identity", user_id)
