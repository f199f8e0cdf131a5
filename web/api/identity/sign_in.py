"""From email and password, or from a refresh token, to a session."""

from dataclasses import dataclass
from uuid import UUID

from starlette.background import BackgroundTask
from starlette.requests import Request

from commands.record_identity import record_identity
from domain.identity.events import IdentityEvent, LoggedIn, LoggedOut, LoginFailed
from domain.ids import new_id
from web.api.callers import authenticate, cause_of
from web.api.identity.refresh_tokens import SECONDS, RefreshToken
from web.api.identity.throttle import Throttle
from web.api.ports import Login
from web.api.problems import Problem, Refusal, unauthorised
from web.api.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    access_token: str
    refresh: RefreshToken


class WrongPassword(Problem):
    """The same for an unknown account, a wrong password and an account that is switched off.

    The failure is written to the tape after the answer: only accounts that exist have a stream, and
    how long the answer took must not say which do.
    """

    def __init__(self, services: Services, request: Request, login: Login | None) -> None:
        super().__init__(401, "invalid_credentials", "the email address or the password is wrong")
        if login:
            failed = LoginFailed(user_id=str(login.user_id))
            self.background = BackgroundTask(_record, services, request, login, failed)


async def sign_in(
    services: Services, request: Request, email: str, password: str
) -> SignedIn | WrongPassword:
    throttle = Throttle(services.attempts, email, request.client.host if request.client else "")
    await throttle.enter()
    login = await services.accounts.find_login(email)
    matches = await services.passwords.matches(login.password_hash if login else None, password)
    if not login or not matches or not login.is_active:
        return WrongPassword(services, request, login)
    await throttle.succeeded()
    return await _open(services, request, login)


async def refresh(services: Services, request: Request) -> SignedIn:
    """Replaces the token. One that was replaced before ends its session: somebody has a copy."""
    old = RefreshToken.of(request)
    if not old:
        raise unauthorised("there is no refresh cookie; sign in")
    new = RefreshToken.new(old.session_id)
    user_id = await services.sessions.rotate(old.session_id, old.hash, new.hash, SECONDS)
    if not user_id:
        await sign_out(services, request, old.session_id, "refresh_refused")
        raise unauthorised("the session has ended; sign in again")
    return _signed_in(services, user_id, new)


async def session_of(services: Services, request: Request) -> UUID:
    """The session that the access token is of, or else the refresh cookie."""
    cookie = RefreshToken.of(request)
    try:
        return (await authenticate(request)).session_id
    except Refusal:
        if not cookie:
            raise
    await refresh(services, request)
    return cookie.session_id


async def sign_out(services: Services, request: Request, session_id: UUID, cause: str = "asked") -> None:
    if login := await services.sessions.end(session_id):
        left = LoggedOut(user_id=str(login.user_id), session_id=str(session_id), cause=cause)
        await _record(services, request, login, left)


async def _open(services: Services, request: Request, login: Login) -> SignedIn:
    token = RefreshToken.new(new_id())
    await services.sessions.open(token.session_id, login.user_id, token.hash, SECONDS)
    came = LoggedIn(user_id=str(login.user_id), session_id=str(token.session_id))
    await _record(services, request, login, came)
    return _signed_in(services, login.user_id, token)


def _signed_in(services: Services, user_id: UUID, token: RefreshToken) -> SignedIn:
    now = services.context.clock.now()
    return SignedIn(access_token=services.tokens.issue(user_id, token.session_id, now), refresh=token)


async def _record(services: Services, request: Request, login: Login, event: IdentityEvent) -> None:
    cause = cause_of(login.user_id, login.project_id, request)
    await record_identity(services.context, cause, event=event)
