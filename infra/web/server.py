"""uvicorn, made to stop the way we want it to."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

STOP_SECONDS = 2
"""How long requests have to finish after a signal; the supervisor's patience is twice that."""


class Server(uvicorn.Server):
    """Tells open streams to end before it waits for them, and lets its caller clean up after a signal."""

    def __init__(self, app: ASGIApp, stopping: asyncio.Event) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="none",
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # whoever asks may not say where from
                timeout_keep_alive=30,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn's own would raise the signal again afterwards, and so end the process before it is tidy."""
        before = {number: signal.signal(number, self._asked) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def listen(host: str, port: int, *, shared: bool) -> socket.socket:
    """A listening socket; ``shared`` with the other web processes of this installation."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=2048, reuse_port=shared)
    listening.setblocking(False)
    return listening
