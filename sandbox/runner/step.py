"""One step inside the container: its process, what goes in and comes out of it, and how it ended."""

import os
from collections.abc import Callable
from typing import Any

from sandbox.runner import memory, process
from sandbox.runner.frames import ABORT, CODE, END, ITEMS, OUTCOME, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.languages import body_of
from sandbox.runner.log import Lines, Log
from sandbox.runner.pipes import Outbox, read_some
from sandbox.runner.results import BashResults, FramedResults, TooMuch
from sandbox.runner.verdict import Verdict, of_exit, size, too_much

_LAST_WORDS = 2000
"""How much of the end of stderr stands behind a message."""


class RunningStep:
    """``send`` takes frames for the worker; ``readers`` are the pipes to read, while there is room for what
    they bring; ``left_behind`` says why the container is no longer clean."""

    def __init__(self, settings: dict[str, Any], send: Callable[[bytes], None]) -> None:
        self._language: str = settings["language"]
        self._limits: dict[str, int] = settings["limits"]
        self._send = send
        self._output_left = self._limits["output"]
        self._log = Log(self._limits["log_lines"], self._limits["log_bytes"])
        self._stderr = Lines()
        self._stdout = Lines()
        self._bash = BashResults(self._limits["result"])
        self._framed = FramedResults(self._limits["result"])
        self._last_words = b""
        self._kills_before = memory.kills()
        self._process: process.Process | None = None
        self._verdict: Verdict | None = None
        self._status: int | None = None
        self.inbox: Outbox | None = None
        self.readers: dict[int, Callable[[], None]] = {}
        self.left_behind = ""

    def receive(self, kind: bytes, payload: bytes) -> None:
        """A frame that the worker sent after the first."""
        if kind == ABORT:
            self._abort()
        elif kind == CODE:
            self._start(payload)
        if self.inbox is None:
            return
        if self._language == "bash":
            self._feed_bash(kind, payload)
        else:
            self.inbox.put(frame(kind, payload) if kind != CODE else b"")

    def reaped(self, pid: int, status: int) -> None:
        """A process of the container has ended."""
        if self._process and pid == self._process.pid:
            self._status = status
            self.left_behind = "" if process.alone() else "the step left processes behind"
            process.kill_all_others()

    def _abort(self) -> None:
        self._end(Verdict("cancelled", "The step was cancelled."))
        if self._process is None:
            self._status = 0

    def _start(self, code: bytes) -> None:
        body = body_of(self._language, code, self._limits["memory"])
        started = process.start(body, input_is_stdin=self._language == "bash")
        self._process = started
        self.inbox = Outbox(started.input)
        if self._language == "javascript":
            self.inbox.put(frame(CODE, code))
        self.readers = {
            started.stdout: lambda: self._read(started.stdout, self._on_stdout),
            started.stderr: lambda: self._read(started.stderr, self._on_stderr),
            started.result: lambda: self._read(started.result, self._on_result),
        }

    def _feed_bash(self, kind: bytes, payload: bytes) -> None:
        assert self.inbox is not None
        if kind == ITEMS:
            self.inbox.put(payload)
        if kind == END:
            self.inbox.close_when_empty()

    def _read(self, fd: int, take: Callable[[bytes], None]) -> None:
        data = read_some(fd)
        if data is None:
            return
        try:
            take(data)
        except TooMuch:
            self._end(too_much(self._limits["result"]))
        if not data:
            os.close(fd)
            del self.readers[fd]

    def _on_stdout(self, data: bytes) -> None:
        self._count(data)
        if self._language == "bash":
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
        self._send(self._framed.feed(data))
        if self._framed.verdict is not None:
            process.kill_all_others()

    def _count(self, data: bytes) -> None:
        self._output_left -= len(data)
        if self._output_left < 0:
            limit = size(self._limits["output"])
            self._end(Verdict("output_limit", f"The code printed more than its output limit of {limit}."))

    def _end(self, verdict: Verdict) -> None:
        self._verdict = self._verdict or verdict
        process.kill_all_others()

    def finish_if_over(self) -> bool:
        """Once the process is gone and its pipes are empty, send the outcome."""
        if self._status is None or self.readers:
            return False
        if self.inbox:
            self.inbox.close()
        said = {**self._judge(self._status)._asdict(), "peak_memory": 0, "cpu_time": 0.0}
        self._send(frame(OUTCOME, encode(said)))
        return True

    def _judge(self, status: int) -> Verdict:
        verdict = self._verdict or self._framed.verdict
        if verdict is None:
            verdict = of_exit(
                status, self._language == "bash", self._last_words.decode(errors="replace").strip()
            )
        if verdict.outcome != "completed" and self._ran_out_of_memory(verdict):
            limit = size(self._limits["memory"])
            return Verdict("memory_limit", f"The code needed more than its memory limit of {limit}.")
        return verdict

    def _ran_out_of_memory(self, verdict: Verdict) -> bool:
        if verdict.outcome in ("output_limit", "result_limit", "cancelled"):
            return False
        heap_full = verdict.outcome == "signalled" and "JavaScript heap out of memory" in verdict.message
        return heap_full or verdict.outcome == "memory_limit" or memory.kills() > self._kills_before
