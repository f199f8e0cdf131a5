"""Files in a request: counted while they arrive, kept on disk until they are stored, named as data."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from domain.files import problem_of_name
from web.api.problems import Refusal

AROUND = 64 * 1024
"""Bytes that a form may have around its files."""
_PIECE = 256 * 1024


class FileTooLarge(HTTPException):
    def __init__(self, most: int) -> None:
        super().__init__(413, f"the file is larger than {most // 1024 // 1024} MB (FLOWTAPE_FILE_MB)")


@asynccontextmanager
async def uploaded_file(request: Request, most: int) -> AsyncIterator[UploadFile]:
    """The part ``file`` of a multipart form, of at most ``most`` bytes.

    Raises :class:`FileTooLarge` before more than that is read, and :class:`Refusal`.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "multipart/form-data":
        raise Refusal(415, "unsupported_media_type", "send a form (multipart/form-data) with the part file")
    form = await _form(request, most)
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


async def _form(request: Request, most: int) -> FormData:
    try:
        return await _Form(request, most).parse()
    except MultiPartException as error:
        raise Refusal(422, "invalid_form", f"the form can't be read: {error.message}") from None
    except (KeyError, UnicodeError, ValueError):
        raise Refusal(422, "invalid_form", "the form can't be read: it has no usable boundary") from None


class _Form(MultiPartParser):
    """One file, and nothing else; what is wrong is raised from its stream, for then its files are closed."""

    def __init__(self, request: Request, most: int) -> None:
        super().__init__(request.headers, self._counted(request, most), max_files=1, max_fields=0)
        self._ended = False

    def on_end(self) -> None:
        self._ended = True

    async def _counted(self, request: Request, most: int) -> AsyncGenerator[bytes, None]:
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > most + AROUND:
            raise FileTooLarge(most)
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most + AROUND:
                raise FileTooLarge(most)
            yield part
        if not self._ended:
            raise MultiPartException("it breaks off")
