"""The caller's own account."""

from web.api.answers import Json
from web.api.callers import Me, private_router
from web.api.services import Given
from web.api.shapes.accounts import NameChange, User

router = private_router("/api/user", "accounts")


@router.get("", response_model=User)
async def show(me: Me) -> Json:
    return Json(me.user)


@router.patch("", response_model=User)
async def rename(body: NameChange, me: Me, services: Given) -> Json:
    return Json(await services.accounts.rename(me.user.id, body.first_name, body.last_name))
