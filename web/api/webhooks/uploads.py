"""The files of a form that came to a webhook."""

from types import TracebackType
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, UploadFile

from domain.files import NewFile, mime_of, problem_of_name
from domain.ids import new_id
from web.api.ports import Files
from web.api.problems import Refusal
from web.api.uploads import content_of


class Uploads:
    """``async with``: whatever is put in is closed. ``most``: bytes of all together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._form = FormData()

    async def __aenter__(self) -> "Uploads":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._form.close()

    def take(self, form: FormData) -> None:
        """Raises :class:`Refusal` for what can't be a file's name."""
        self._form = form
        for _, upload in self._chosen():
            if problem := problem_of_name(upload.filename or ""):
                raise Refusal(422, "invalid_form", problem)

    def names(self) -> list[str]:
        """Of the fields that have files."""
        return [field for field, _ in self._chosen()]

    async def stored(self, files: Files, project_id: UUID, execution_id: UUID) -> dict[str, Any]:
        """As ``binary`` of an item: by the names of their fields, with a number where one comes again."""
        binary: dict[str, Any] = {}
        for field, upload in self._chosen():
            name = upload.filename or ""
            new = NewFile(
                file_id=new_id(),
                project_id=project_id,
                execution_id=execution_id,
                name=name,
                mime=mime_of(name, upload.content_type),
            )
            stored = await files.save(new, content_of(upload))
            binary[_unlike(field, binary)] = stored.reference()
        return binary

    def _chosen(self) -> list[tuple[str, UploadFile]]:
        """Without fields for files in which nothing was chosen."""
        uploads = [(field, each) for field, each in self._form.multi_items() if isinstance(each, UploadFile)]
        return [(field, upload) for field, upload in uploads if upload.filename or upload.size]


def _unlike(field: str, taken: dict[str, Any]) -> str:
    number, name = 1, field
    while name in taken:
        number += 1
        name = f"{field}-{number}"
    return name
