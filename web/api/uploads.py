"""Files in a request: counted while they arrive, kept on disk until they are stored, named as data."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from domain.files import problem_of_name
from web.api.bodies import MAX_BODY, BodyTooLarge
from web.api.problems import Refusal

AROUND = 64 * 1024
"""Bytes that a form may have around its files."""
_PIECE = 256 * 1024


class FileTooLarge(HTTPException):
    def __init__(self, most: int) -> None:
        super().__init__(413, f"a request's files have at most {most // 1024 // 1024} MB (FLOWTAPE_FILE_MB)")


@asynccontextmanager
async def uploaded_file(request: Request, most: int) -> AsyncIterator[UploadFile]:
    """The part ``file`` of a multipart form, of at most ``most`` bytes.

    Raises :class:`FileTooLarge` before more than that is read, and :class:`Refusal`.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "multipart/form-data":
        raise Refusal(415, "unsupported_media_type", "send a form (multipart/form-data) with the part file")
    form = await read_form(request, most)
    try:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise Refusal(422, "invalid_form", "the form has no part named file with a filename")
        if problem := problem_of_name(upload.filename or ""):
            raise Refusal(422, "invalid_form", problem)
        if (upload.size or 0) > most:
            raise FileTooLarge(most)
        yield upload
    finally:
        await form.close()


async def content_of(upload: UploadFile) -> AsyncIterator[bytes]:
    while data := await upload.read(_PIECE):
        yield data


async def read_form(request: Request, most: int, *, max_files: int = 1, max_fields: int = 0) -> FormData:
    """A multipart form whose files have at most ``most`` bytes together, and its fields ``MAX_BODY``; whoever
    takes it closes it. Raises :class:`FileTooLarge`, :class:`BodyTooLarge` and :class:`Refusal`."""
    try:
        return await _Form(request, most, max_files, max_fields).parse()
    except MultiPartException as error:
        if not max_files and error.message.startswith("Too many files"):
            raise Refusal(
                415, "files_not_supported", "this form has a file; here only fields are taken"
            ) from None
        raise Refusal(422, "invalid_form", f"the form can't be read: {error.message}") from None
    except (KeyError, UnicodeError, ValueError):
        raise Refusal(422, "invalid_form", "the form can't be read: it has no usable boundary") from None


class _Form(MultiPartParser):
    """What is wrong is raised while it parses, for then it closes its files."""

    def __init__(self, request: Request, most: int, max_files: int, max_fields: int) -> None:
        stream = self._counted(request, most)
        limits = {"max_files": max_files, "max_fields": max_fields, "max_part_size": MAX_BODY}
        super().__init__(request.headers, stream, **limits)
        self._ended = False
        self._in_fields = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._current_part.file is None:  # fields are kept in memory
            self._in_fields += end - start
            if self._in_fields > MAX_BODY:
                raise BodyTooLarge
        super().on_part_data(data, start, end)

    def on_end(self) -> None:
        self._ended = True

    async def _counted(self, request: Request, most: int) -> AsyncGenerator[bytes, None]:
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > most + AROUND:
            raise self._too_large(most)
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most + AROUND:
                raise self._too_large(most)
            yield part
        if not self._ended:
            raise MultiPartException("it breaks off")

    def _too_large(self, most: int) -> HTTPException:
        return FileTooLarge(most) if self.max_files else BodyTooLarge()
