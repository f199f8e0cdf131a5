"""Who else has a workflow open."""

from uuid import UUID

from fastapi import Response

from web.api.callers import Me, private_router
from web.api.services import Given
from web.api.shapes.presence import HereNow

router = private_router("/api/workflows/{workflow_id}/presence", "workflows")


@router.post("", status_code=204)
async def tell(workflow_id: UUID, body: HereNow, me: Me, services: Given) -> Response:
    """Told to every stream that watches the workflow, and kept nowhere.

    Say it again within 15 s, or you count as gone. At most 30 a second.
    """
    await services.owners.check("workflow", workflow_id, me.project_id)
    services.presence_pace.enter(me.user.id)
    user = {"id": str(me.user.id), "name": me.user.called}
    await services.presence.tell({"workflow_id": str(workflow_id), "user": user, **body.model_dump()})
    return Response(status_code=204)
