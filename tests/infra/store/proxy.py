"""A proxy before Postgres that can swallow an answer: the server has committed, the client never hears it."""

import asyncio
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qs, urlencode, urlsplit

SOCKET = ".s.PGSQL.5432"


class Proxy:
    """``url`` leads through it. Told so, it ends the connection instead of passing on an answer."""

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        self._server = f"{query['host'][0]}/{SOCKET}"
        self._own = str(folder / SOCKET)
        query["host"] = [str(folder)]
        self.url = parts._replace(query=urlencode(query, doseq=True)).geturl()
        self._swallow = False
        self.swallowed = False
        self._ends: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> "Proxy":
        self._listener = await asyncio.start_unix_server(self._serve, self._own)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        for end in list(self._ends):
            end.close()
        await asyncio.gather(*(end.wait_closed() for end in self._ends), return_exceptions=True)

    def swallow_next_answer(self) -> None:
        self._swallow = True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(self._server)
        self._ends |= {writer, server_writer}
        asking = asyncio.create_task(self._pump(reader, server_writer, answers=False))
        await self._pump(server_reader, writer, answers=True)
        await asking

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        while data := await source.read(65536):
            if answers and self._swallow:
                self._swallow, self.swallowed = False, True
                break
            target.write(data)
        target.close()
