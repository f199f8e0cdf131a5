"""Whether we are alive, and whether we can serve."""

from web.api.answers import Json
from web.api.callers import public_router
from web.api.problems import Problem
from web.api.services import Given

router = public_router("", "health")


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def alive() -> Json:
    return Json({"status": "alive"})


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz")
async def ready(services: Given) -> Json:
    """503 with what is missing."""
    missing = await services.health.missing()
    if missing:
        detail = "; ".join(missing)
        return Problem(503, "not_ready", detail, headers={"Retry-After": "1"}, missing=list(missing))
    return Json({"status": "ready"})
