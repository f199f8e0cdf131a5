"""A small HTTP/1.1 client over raw streams: the generator's own cost shall stay out of what is measured."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any


class Connection:
    """One keep-alive connection; one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def open(self) -> "Connection":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def request(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> tuple[int, bytes]:
        raw = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(raw)}\r\n"
        head += "Content-Type: application/json\r\n"
        head += f"Authorization: Bearer {token}\r\n" if token else ""
        self._writer.write(head.encode() + b"\r\n" + raw)
        header = await self._reader.readuntil(b"\r\n\r\n")
        status = int(header[9:12])
        length = 0
        for line in header.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line[15:])
        return status, await self._reader.readexactly(length)

    async def lines(self, path: str, token: str) -> Any:
        """The lines of a stream of server-sent events, as they come."""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        self._writer.write(f"{head}Authorization: Bearer {token}\r\n\r\n".encode())
        while line := await self._reader.readline():
            yield line

    def close(self) -> None:
        self._writer.close()


async def throughput(port: int, path: str, body: Any, *, in_flight: int, seconds: float) -> tuple[float, int]:
    """Requests answered per second, and how many; all have to succeed."""
    until = time.monotonic() + seconds
    counts = [0] * in_flight

    async def client(number: int) -> None:
        connection = await Connection(port).open()
        while time.monotonic() < until:
            status, answer = await connection.request("POST", path, body)
            if status >= 300:
                raise RuntimeError(f"{path} answered {status}: {answer[:300]!r}")
            counts[number] += 1
        connection.close()

    began = time.monotonic()
    await asyncio.gather(*(client(number) for number in range(in_flight)))
    return sum(counts) / (time.monotonic() - began), sum(counts)


async def latencies(port: int, path: str, body: Any, *, times: int) -> list[float]:
    """Milliseconds of each request, one at a time."""
    connection = await Connection(port).open()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        status, answer = await connection.request("POST", path, body)
        if status >= 300:
            raise RuntimeError(f"{path} answered {status}: {answer[:300]!r}")
        found.append((time.perf_counter() - began) * 1000)
    connection.close()
    return found


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
