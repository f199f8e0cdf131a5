"""Signing up, in and out."""

from fastapi import Request, Response

from web.api.answers import Json
from web.api.callers import public_router
from web.api.identity import sign_in as sessions
from web.api.identity.refresh_tokens import take_away
from web.api.identity.registration import register_user
from web.api.services import Given, Services
from web.api.shapes.accounts import Credentials, Registration, Session, User

router = public_router("/api/auth", "accounts")


@router.post("/register", status_code=201, response_model=User)
async def register(body: Registration, request: Request, services: Given) -> Json:
    """Create an account and its personal project."""
    return Json(await register_user(services, request, body), 201)


@router.post("/login", response_model=Session)
async def login(body: Credentials, request: Request, services: Given) -> Response:
    """An access token, and a refresh cookie."""
    result = await sessions.sign_in(services, request, body.email, body.password)
    return _presented(services, result) if isinstance(result, sessions.SignedIn) else result


@router.post("/refresh", response_model=Session)
async def refresh(request: Request, services: Given) -> Response:
    """Another access token for the refresh cookie, which is replaced as well."""
    return _presented(services, await sessions.refresh(services, request))


@router.post("/logout", status_code=204)
async def logout(request: Request, services: Given) -> Response:
    """End the session of the access token, or of the refresh cookie where the token is no good."""
    await sessions.sign_out(services, request, await sessions.session_of(services, request))
    answer = Response(status_code=204)
    take_away(answer, services.base_url)
    return answer


def _presented(services: Services, session: sessions.SignedIn) -> Json:
    token, seconds = session.access_token, services.tokens.seconds
    answer = Json({"access_token": token, "token_type": "bearer", "expires_in": seconds})
    session.refresh.put(answer, services.base_url)
    return answer
