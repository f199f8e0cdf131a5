"""Drives the process that runs JavaScript steps over its frames, as the runner does, without a container."""

import fcntl
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sandbox.runner.frames import FrameReader, frame
from sandbox.runner.javascript import command

_ABOVE_ALL_WELL_KNOWN = 32
_PATIENCE = 30.0


class Frame(NamedTuple):
    kind: str
    payload: bytes

    def json(self) -> Any:
        return json.loads(self.payload)


@dataclass
class Run:
    """What came of a step, up to the last word on whether the process is clean."""

    outcome: str = ""
    message: str = ""
    exit_code: int | None = None
    items: list[Any] = field(default_factory=list)
    used_up_early: str = ""
    """Why, as said before the outcome."""
    clean: bool = False
    why: str = ""
    printed: str = ""
    """On stdout, by the time the outcome was there."""
    complained: str = ""

    @property
    def jsons(self) -> list[Any]:
        assert self.outcome == "completed", self
        return [item["json"] for item in self.items]


class Gone(Exception):
    """The process has ended."""


class Silent(Exception):
    """The process said nothing in time."""


class Process:
    def __init__(self, node: Path, environment: Path, folder: Path, heap: int) -> None:
        self._printed, self._complained = folder / "stdout", folder / "stderr"
        child_input, self._input = os.pipe()
        self._result, child_result = os.pipe()
        with self._printed.open("wb") as stdout, self._complained.open("wb") as stderr:
            self._process = subprocess.Popen(
                command(heap, str(node), str(environment)),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                cwd=folder,
                close_fds=False,
                preexec_fn=lambda: _place(child_input, child_result),  # noqa: PLW1509 — single-threaded
            )
        os.close(child_input)
        os.close(child_result)
        self._reader = FrameReader(2**32 - 1)
        self._frames: list[Frame] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        os.close(self._input)
        self._process.kill()
        self._process.wait()
        os.close(self._result)

    def send(self, kind: str, payload: bytes = b"") -> None:
        view = memoryview(frame(kind.encode(), payload))
        while view:
            view = view[os.write(self._input, view) :]

    def receive(self, patience: float = _PATIENCE) -> Frame:
        """Raises :class:`Gone` or :class:`Silent`."""
        while not self._frames:
            readable, _, _ = select.select([self._result], [], [], patience)
            if not readable:
                raise Silent
            data = os.read(self._result, 1 << 20)
            if not data:
                raise Gone(self._complained.read_text())
            self._frames = [Frame(kind.decode(), payload) for kind, payload in self._reader.feed(data)]
        return self._frames.pop(0)

    def start(
        self,
        code: str,
        items: Sequence[Any] = (),
        mode: str = "all",
        variables: dict[str, Any] | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        """``items`` are given as their json."""
        request = {"code": code, "mode": mode, "variables": variables or {}, "env": env or {}}
        self.send("C", json.dumps(request).encode())
        if items:
            self.send("I", json.dumps([{"json": item} for item in items]).encode())
        self.send("E")

    def outcome(self) -> Run:
        """Until the outcome is there."""
        run = Run()
        while not run.outcome:
            found = self.receive()
            if found.kind == "I":
                run.items += found.json()
            if found.kind == "K":
                run.used_up_early = found.json()["why"]
            if found.kind == "O":
                said = found.json()
                run.outcome, run.message, run.exit_code = said["outcome"], said["message"], said["exit_code"]
        run.printed, run.complained = self._printed.read_text(), self._complained.read_text()
        return run

    def run(self, code: str, items: Sequence[Any] = (), **options: Any) -> Run:
        self.start(code, items, **options)
        run = self.outcome()
        said = self.receive()
        assert said.kind == "K"
        run.clean, run.why = said.json()["clean"], said.json()["why"]
        return run

    def ends(self) -> str:
        """Wait until it has ended by itself; what it complained."""
        self._process.wait(_PATIENCE)
        return self._complained.read_text()

    def memory(self) -> int:
        """Resident, in bytes; the most there ever was."""
        (line,) = (
            line for line in Path(f"/proc/{self.pid}/status").read_text().splitlines() if "VmHWM" in line
        )
        return int(line.split()[1]) * 1024


@dataclass(frozen=True)
class Installed:
    """node.js and the packages, out of the image."""

    node: Path
    environment: Path
    folder: Path

    @contextmanager
    def process(self, heap: int = 179 * 1024 * 1024) -> Iterator[Process]:
        """Warm."""
        folder = self.folder / str(time.monotonic_ns())
        folder.mkdir()
        process = Process(self.node, self.environment, folder, heap)
        try:
            assert process.receive().json() == {"clean": True, "why": ""}
            yield process
        finally:
            process.close()


def _place(child_input: int, child_result: int) -> None:
    copies = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE_ALL_WELL_KNOWN) for fd in (child_input, child_result)]
    os.dup2(copies[0], 3)
    os.dup2(copies[1], 4)
    os.closerange(5, 256)
