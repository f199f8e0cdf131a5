"""Files: given to workflows, and made by them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from commands.errors import NotFound
from domain.files import NewFile, StoredFile, mime_of
from domain.ids import new_id
from projections.page import page_of, time_and_id
from web.api import paging
from web.api.answers import Json
from web.api.callers import Caller, Me, private_router
from web.api.downloads import attachment
from web.api.services import Given, Services
from web.api.shapes import files as shapes
from web.api.uploads import content_of, uploaded_file

router = private_router("/api/files", "files")


@router.post("", status_code=201, response_model=shapes.File, openapi_extra=shapes.UPLOAD)
async def upload(request: Request, me: Me, services: Given) -> Json:
    """The part `file` of a form becomes a file of the project."""
    async with uploaded_file(request, services.most_file_bytes) as part:
        name = part.filename or ""
        mime = mime_of(name, part.content_type)
        new = NewFile(file_id=new_id(), project_id=me.project_id, name=name, mime=mime)
        stored = await services.files.save(new, content_of(part))
    return Json(shapes.shape(stored), 201)


@router.get("", response_model=shapes.Files)
async def list_all(
    *,
    me: Me,
    services: Given,
    execution_id: Annotated[UUID | None, Query(description="Those that its nodes made.")] = None,
    limit: paging.Limit = 50,
    cursor: paging.Cursor = None,
) -> Json:
    """Newest first."""
    found = await services.files.list(
        me.project_id, execution_id=execution_id, before=time_and_id(cursor), limit=limit + 1
    )
    page = page_of(found[:limit], len(found) > limit, lambda file: (file.created_at, file.file_id))
    return Json({**page, "items": [shapes.shape(file) for file in page["items"]]})


@router.get("/{file_id}", response_class=Response, responses=shapes.CONTENT)
async def content(file_id: UUID, request: Request, me: Me, services: Given) -> Response:
    """The bytes, to be saved and never shown as a page; a single `Range` is answered with that part."""
    file = await _find(services, me, file_id)
    return attachment(
        request, file, lambda start, stop: services.files.read(me.project_id, file, start, stop)
    )


@router.get("/{file_id}/info", response_model=shapes.File)
async def info(file_id: UUID, me: Me, services: Given) -> Json:
    return Json(shapes.shape(await _find(services, me, file_id)))


@router.delete("/{file_id}", status_code=204)
async def delete(file_id: UUID, me: Me, services: Given) -> Response:
    """For good. Items that name it stay as they are; nodes that open it fail."""
    if not await services.files.delete(me.project_id, file_id):
        raise NotFound("file", file_id)
    return Response(status_code=204)


async def _find(services: Services, me: Caller, file_id: UUID) -> StoredFile:
    found = await services.files.find(me.project_id, [file_id])
    if not found:
        raise NotFound("file", file_id)
    return found[0]
