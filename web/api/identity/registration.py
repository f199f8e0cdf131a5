"""A new account, with its personal project."""

from starlette.requests import Request

from commands.record_identity import record_identity
from domain.identity.events import UserRegistered
from domain.ids import new_id
from web.api.callers import cause_of
from web.api.ports import EmailTaken, NewUser, User
from web.api.problems import Refusal
from web.api.services import Services
from web.api.shapes.accounts import Registration


async def register_user(services: Services, request: Request, asked: Registration) -> User:
    new = NewUser(
        id=new_id(),
        project_id=new_id(),
        email=asked.email,
        password_hash=await services.passwords.hash(asked.password),
        first_name=asked.first_name,
        last_name=asked.last_name,
    )
    cause = cause_of(new.id, new.project_id, request)

    async def record() -> int:
        return await record_identity(services.context, cause, event=UserRegistered(user_id=str(new.id)))

    try:
        return await services.accounts.register(new, record)
    except EmailTaken:
        raise Refusal(409, "email_taken", "there is an account with this email address; sign in") from None
