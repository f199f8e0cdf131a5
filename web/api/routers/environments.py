"""What code can run in."""

from web.api.answers import Json
from web.api.callers import private_router
from web.api.services import Given
from web.api.shapes.environments import Environments, shape

router = private_router("/api/environments", "environments")


@router.get("", response_model=Environments)
async def list_all(services: Given) -> Json:
    """The environments that a `code` node may name, and those that each language has of its own.

    Whether an environment's image is built is not known here: `flowtape sandbox list` says it, and a node
    whose image isn't built fails with `unavailable`.
    """
    return Json({"items": [shape(each) for each in services.environments().values()], "next_cursor": None})
