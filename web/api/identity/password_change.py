"""Another password, for somebody who is signed in and knows the present one."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from commands.record_identity import record_identity
from domain.identity.events import IdentityEvent, LoginFailed, PasswordChanged
from web.api.callers import Caller
from web.api.identity.throttle import Throttle
from web.api.problems import Problem, field_errors
from web.api.services import Services
from web.api.shapes.accounts import PasswordChange

WRONG = "this is not your present password"


async def change_password(
    services: Services, request: Request, me: Caller, asked: PasswordChange
) -> Response:
    """Guesses are counted together with failed log-ins."""
    throttle = Throttle(services.attempts, me.user.email, request.client.host if request.client else "")
    await throttle.enter()

    async def record(event: IdentityEvent) -> int:
        return await record_identity(services.context, me.cause(request), event=event)

    async def changed() -> int:
        return await record(PasswordChanged(user_id=str(me.user.id), session_id=str(me.session_id)))

    login = await services.accounts.find_login(me.user.email)
    matches = await services.passwords.matches(login.password_hash if login else None, asked.current)
    new = await services.passwords.hash(asked.new) if matches else ""
    if (
        not login
        or not matches
        or not await services.accounts.change_password(login, new, me.session_id, changed)
    ):
        failed = BackgroundTask(record, LoginFailed(user_id=str(me.user.id)))
        return _wrong(failed)
    await throttle.succeeded()
    return Response(status_code=204)


def _wrong(afterwards: BackgroundTask) -> Problem:
    problem = Problem(422, "wrong_password", WRONG, errors=field_errors([(("current",), WRONG)]))
    problem.background = afterwards
    return problem
