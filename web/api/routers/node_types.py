"""What workflows can be made of."""

from typing import Any

from web.api.answers import Json
from web.api.callers import private_router
from web.api.services import Given

router = private_router("/api/node-types", "node types")


@router.get("", response_model=list[dict[str, Any]])
async def list_all(services: Given, lang: str = "en") -> Json:
    """Palette and forms are drawn from this: ports, help, and the parameters' JSON Schema.

    ``lang``: the language of its words, such as ``de``; English where there are none.
    """
    return Json(services.describe_node_types(lang))
