"""The files of one node run: whatever it opens is its project's, whatever it makes is its execution's."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Collection
from typing import IO
from uuid import UUID

from domain.files import NewFile, StoredFile
from domain.ids import derived_id
from workers.engine.ports import Files

_PIECE = 1024 * 1024


class RunFiles:
    """Implements :class:`workers.ports.NodeFiles`. ``run`` tells the runs of an execution apart."""

    def __init__(self, files: Files, project_id: UUID, execution_id: UUID, run: str) -> None:
        self._files = files
        self._project_id = project_id
        self._execution_id = execution_id
        self._run = run

    async def find(self, file_ids: Collection[str]) -> dict[str, StoredFile]:
        wanted = {each: _as_id(each) for each in file_ids}
        known = [file_id for file_id in set(wanted.values()) if file_id]
        found = {file.file_id: file for file in await self._files.find(self._project_id, known)}
        return {each: found[file_id] for each, file_id in wanted.items() if file_id in found}

    def read(self, file: StoredFile) -> AsyncIterator[bytes]:
        return self._files.read(self._project_id, file)

    async def save(self, path: str, content: IO[bytes], *, name: str, mime: str) -> StoredFile:
        """Its id is made of all that it is: a run that is repeated finds its files stored, and where it makes
        others, those of before stay as they are for whoever has named them."""
        digest = hashlib.sha256()
        async for data in _pieces(content):
            digest.update(data)
        new = NewFile(
            file_id=derived_id("file", self._execution_id, self._run, path, name, mime, digest.hexdigest()),
            project_id=self._project_id,
            execution_id=self._execution_id,
            name=name,
            mime=mime,
        )
        found = await self._files.find(self._project_id, [new.file_id])
        return found[0] if found else await self._files.save(new, _pieces(content))


async def _pieces(content: IO[bytes]) -> AsyncIterator[bytes]:
    """All of it, from its beginning."""
    content.seek(0)
    while data := await asyncio.to_thread(content.read, _PIECE):
        yield data


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
