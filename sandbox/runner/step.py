"""One step inside the container: its process, what goes in and comes out of it, and how it ended."""

import os
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.runner import given_files, limits
from sandbox.runner.counters import Counters
from sandbox.runner.folders import INPUT, OUTPUT, Folders
from sandbox.runner.frames import CODE, END, FILE, ITEMS, OUTCOME, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.log import Lines, Log
from sandbox.runner.pipes import read_some
from sandbox.runner.processes.process import Process, kill_everything
from sandbox.runner.results import BashResults, FramedResults, TooMuch
from sandbox.runner.usage import Meter
from sandbox.runner.verdict import Verdict, of_exit, too_much

_LAST_WORDS = 2000
"""How much of the end of stderr stands behind a message."""

Start = Callable[[dict[str, Any], bytes], Process]
"""From the step's settings and the payload of its code frame."""


class RunningStep:
    """``send`` takes frames for the worker; ``forced`` is why it was ended, if it was: then nothing else in
    the container can be relied on."""

    def __init__(
        self,
        settings: dict[str, Any],
        send: Callable[[bytes], None],
        start: Start,
        counters: Counters,
        folders: Folders,
    ) -> None:
        self.settings = settings
        self.language: str = settings["language"]
        self.process: Process | None = None
        self.forced = ""
        self.told = False
        """The outcome has been sent."""
        self.left_alone = False
        """What its process left behind has been seen to."""
        self._limits: dict[str, Any] = settings["limits"]
        self._send = send
        self._start = start
        self._folders = folders
        self._output_left: int = self._limits["output"]
        self._log = Log(self._limits["log_lines"], self._limits["log_bytes"])
        self._stdout, self._stderr = Lines(), Lines()
        self._bash = BashResults(self._limits["result"])
        self._framed: FramedResults | None = None
        self._last_words = b""
        self._meter = Meter(counters)
        self._verdict: Verdict | None = None
        self._files: Iterator[bytes] | None = None

    def receive(self, kind: bytes, payload: bytes) -> None:
        """A frame that the worker sent after the first."""
        if kind == FILE:
            self._take_file(payload)
        elif kind == CODE:
            given_files.make_read_only(self._folders[INPUT])
            self._begin(payload)
        elif self.process and kind in (ITEMS, END) and not self.forced:
            self._feed(self.process, kind, payload)

    def abort(self) -> None:
        self._end(Verdict("cancelled", "The step was cancelled."))

    def watch(self) -> None:
        """Now and then: whether it has used up its CPU time."""
        now = self._meter.sample()
        if not self.told and self._meter.cpu_time(now) > self._limits["cpu_time"]:
            self._end(limits.cpu_time(self._limits))

    def readers(self) -> dict[int, Callable[[], None]]:
        """The pipes to read, while there is room for what they bring."""
        if self.process is None or self.told:
            return {}
        takers = {"stdout": self._on_stdout, "stderr": self._on_stderr, "result": self._on_result}
        return {fd: (lambda n=name: self._read(n, takers[n])) for name, fd in self.process.outputs.items()}  # type: ignore[misc]

    @property
    def over(self) -> bool:
        """Its process has ended and its pipes are empty, or it has said what came of it and stays."""
        if self.process is None:
            return bool(self._verdict)
        if self._stays and not self.forced:
            return True
        return self.process.status is not None and not self.process.outputs

    @property
    def _stays(self) -> bool:
        assert self.process is not None
        said = self._framed is not None and self._framed.verdict is not None
        return said and self.process.lives_on and not self.process.used_up

    def tell(self, full: Callable[[], bool]) -> None:
        """Send its files, as long as there is room for them, then its outcome."""
        if self._files is None:
            self._drain()
            self._verdict = self._judge()
            self._files = self._collected() if self._verdict.outcome == "completed" else iter(())
        try:
            while not full():
                self._send(frame(FILE, next(self._files)))
        except StopIteration:
            self._tell()
        except given_files.NotTaken as refused:
            self._verdict = refused.verdict
            self._tell()

    def _collected(self) -> Iterator[bytes]:
        return given_files.collect(self._folders[OUTPUT], self._limits["files"])

    def _tell(self) -> None:
        assert self._verdict is not None
        now = self._meter.sample()
        peak = self.process.peak_memory if self.process else 0
        used = {"peak_memory": self._meter.peak_memory(now, peak), "cpu_time": self._meter.cpu_time(now)}
        self._send(frame(OUTCOME, encode({**self._verdict._asdict(), **used})))
        self.told = True

    def _take_file(self, payload: bytes) -> None:
        try:
            given_files.take_in(payload, self._folders[INPUT])
        except OSError:
            self._end(limits.input_files(self._limits))

    def _begin(self, code: bytes) -> None:
        self.process = self._start(self.settings, code)
        self._framed = FramedResults(self._limits["result"], self.process)

    def _feed(self, process: Process, kind: bytes, payload: bytes) -> None:
        if self.language != "bash":
            process.inbox.put(frame(kind, payload))
        elif kind == ITEMS:
            process.inbox.put(payload)
        else:
            process.inbox.close_when_empty()

    def _read(self, name: str, take: Callable[[bytes], None]) -> bool:
        """Whether there was something."""
        assert self.process is not None
        fd = self.process.outputs[name]
        data = read_some(fd)
        if data is None:
            return False
        try:
            take(data)
        except TooMuch:
            self._end(too_much(self._limits["result"]))
        if not data:
            os.close(fd)
            del self.process.outputs[name]
        return bool(data)

    def _drain(self) -> None:
        """What a process that stays has printed stands before what came of it."""
        if self.process and self.process.lives_on:
            for name, take in (("stdout", self._on_stdout), ("stderr", self._on_stderr)):
                while name in self.process.outputs and self._read(name, take):
                    pass
            self._send(self._log.frames("stdout", self._stdout.rest()))
            self._send(self._log.frames("stderr", self._stderr.rest()))

    def _on_stdout(self, data: bytes) -> None:
        self._count(data)
        if self.language == "bash":
            frames, lines = self._bash.feed(data, not self._log.cut) if data else self._bash.rest()
            self._send(frames + self._log.frames("stdout", lines))
        else:
            self._log_lines("stdout", self._stdout, data)

    def _on_stderr(self, data: bytes) -> None:
        self._count(data)
        self._last_words = (self._last_words + data)[-_LAST_WORDS:]
        self._log_lines("stderr", self._stderr, data)

    def _log_lines(self, stream: str, lines: Lines, data: bytes) -> None:
        if not self._log.cut:
            self._send(self._log.frames(stream, lines.feed(data) if data else lines.rest()))

    def _on_result(self, data: bytes) -> None:
        if self._framed and self.process:
            self._send(self._framed.feed(data))
            if self._framed.verdict and self.process.used_up:
                self.process.kill()  # it could go on, and change files while they are collected

    def _count(self, data: bytes) -> None:
        self._output_left -= len(data)
        if self._output_left < 0:
            self._end(limits.output(self._limits))

    def _end(self, verdict: Verdict) -> None:
        self._verdict = self._verdict or verdict
        self.forced = self.forced or f"the step was ended ({verdict.outcome})"
        kill_everything()

    def _judge(self) -> Verdict:
        verdict = self._verdict or (self._framed.verdict if self._framed else None)
        if verdict is None:
            assert self.process is not None
            words = self._last_words.decode(errors="replace").strip()
            verdict = of_exit(self.process.status or 0, self.language == "bash", words)
        return limits.judge(
            verdict, self._limits, self._meter.before, self._meter.sample(), self._folders.full()
        )
