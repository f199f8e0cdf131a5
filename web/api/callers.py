"""Who asks. Every router is made here: what isn't made public by name needs a signed-in user."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from domain.tape import Cause
from web.api.bodies import StrictRequest
from web.api.ports import Member, User
from web.api.problems import unauthorised
from web.api.services import Services, services_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_shown_in_docs = HTTPBearer(auto_error=False, description="An access token from POST /api/auth/login.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    user: User
    project_id: UUID
    session_id: UUID
    expires_at: float
    """When the token ends, in seconds since 1970."""

    def cause(self, request: Request, batch_id: UUID | None = None, step_id: UUID | None = None) -> Cause:
        """``batch_id``: the client's own name for what it asks, by which it is known when it comes again.

        ``step_id``: the same for what people take for one step, though it is asked for little by little.
        """
        cause = replace(cause_of(self.user.id, self.project_id, request), causation_id=batch_id)
        return replace(cause, correlation_id=step_id) if step_id else cause


def cause_of(user_id: UUID, project_id: UUID, request: Request) -> Cause:
    return Cause(
        project_id=project_id, actor=f"user:{user_id}", correlation_id=request.scope.get("request_id")
    )


async def authenticate(request: Request) -> Caller:
    """The caller by the bearer token, looked up at each request: whoever is cut off is cut off now."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthorised("sign in first: send the header Authorization: Bearer <access token>")
    return await caller_by(services_of(request), token.strip())


async def caller_by(services: Services, token: str) -> Caller:
    claims = services.tokens.read(token)
    member = claims and await services.accounts.find_member(claims.user_id, claims.session_id)
    if not claims or not member:
        raise unauthorised("the access token is not valid, or not any more; sign in again")
    return Caller(
        user=member.user,
        project_id=member.project_id,
        session_id=claims.session_id,
        expires_at=claims.expires_at,
    )


async def is_still_signed_in(services: Services, caller: Caller) -> bool:
    member: Member | None = await services.accounts.find_member(caller.user.id, caller.session_id)
    return member is not None and services.context.clock.now().timestamp() < caller.expires_at


class PublicRoute(APIRoute):
    """Strict bodies for everybody."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return strictly


class PrivateRoute(APIRoute):
    """Asks who it is before the first byte of a body is read."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            request.state.caller = await authenticate(request)
            return await handle(StrictRequest(request.scope, request.receive))

        return strictly


def signed_in(request: Request, _: Annotated[object, Depends(_shown_in_docs)]) -> Caller:
    """Fails closed: a route of another class has no caller."""
    caller: Caller | None = getattr(request.state, "caller", None)
    if caller is None:
        raise unauthorised("sign in first")
    return caller


Me = Annotated[Caller, Depends(signed_in)]


def private_router(prefix: str, tag: str) -> APIRouter:
    return APIRouter(prefix=prefix, tags=[tag], route_class=PrivateRoute, dependencies=[Depends(signed_in)])


def public_router(prefix: str, tag: str) -> APIRouter:
    """For the few routes that anybody may call; a test pins the list of them."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=PublicRoute)
