"""The caller's own account."""

from fastapi import Request, Response

from web.api.answers import Json
from web.api.callers import Me, private_router
from web.api.identity import password_change as changing
from web.api.services import Given
from web.api.shapes.accounts import NameChange, PasswordChange, User

router = private_router("/api/user", "accounts")


@router.get("", response_model=User)
async def show(me: Me) -> Json:
    return Json(me.user)


@router.post("/password", status_code=204)
async def change_password(body: PasswordChange, request: Request, me: Me, services: Given) -> Response:
    """Every other session ends, with its streams; this one goes on. 422 `wrong_password`."""
    return await changing.change_password(services, request, me, body)


@router.patch("", response_model=User)
async def rename(body: NameChange, me: Me, services: Given) -> Json:
    return Json(await services.accounts.rename(me.user.id, body.first_name, body.last_name))
