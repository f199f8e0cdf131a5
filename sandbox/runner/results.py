"""What a step gives back, on its way to the worker: counted, and for Bash found among its output."""

import json

from sandbox.runner import limits
from sandbox.runner.frames import ITEMS, OUTCOME, FrameReader, FrameTooLong, frame
from sandbox.runner.json_rules import decode, is_item
from sandbox.runner.log import LONGEST_LINE, Lines
from sandbox.runner.processes.process import Process
from sandbox.runner.verdict import Verdict

_CHUNK_ITEMS, _CHUNK_BYTES = 1000, 1024 * 1024
_LONGEST_MESSAGE = 16_000
_NO_VERDICT = Verdict("code_error", "The code wrote to the descriptor that its result goes to.")
_FROM_STEPS = frozenset(("completed", "code_error", "non_zero_exit", *limits.SAID_BY_STEPS))


class TooMuch(Exception):
    """The result is larger than its limit."""


class FramedResults:
    """Python and JavaScript: chunks of items and the outcome, in frames that the step's process wrote."""

    def __init__(self, limit: int, process: Process) -> None:
        self._frames = FrameReader(limit)
        self._process = process
        self._left = limit
        self.verdict: Verdict | None = None

    def feed(self, data: bytes) -> bytes:
        """Frames to send on. Raises :class:`TooMuch`."""
        try:
            found = self._process.frames(data, self._frames)
        except FrameTooLong as error:
            raise TooMuch from error
        return b"".join(self._take(kind, payload) for kind, payload in found)

    def _take(self, kind: bytes, payload: bytes) -> bytes:
        if self.verdict is not None:
            return b""
        if kind == OUTCOME:
            self.verdict = _verdict(payload)
        if kind != ITEMS:
            return b""
        self._left -= len(payload)
        if self._left < 0:
            raise TooMuch
        return frame(ITEMS, payload)


class BashResults:
    """Lines of stdout that are JSON objects become items; the others stay log lines."""

    def __init__(self, limit: int) -> None:
        self._lines = Lines()
        self._left = limit
        self._chunk: list[bytes] = []
        self._chunk_size = 0

    def feed(self, data: bytes, others_wanted: bool) -> tuple[bytes, list[bytes]]:
        """Frames to send on, and the lines that are no items. Raises :class:`TooMuch`."""
        in_object = self._lines.partial[:64].lstrip().startswith(b"{")
        if in_object and len(self._lines.partial) > self._left:
            raise TooMuch
        if not others_wanted and not in_object and b"{" not in data:
            self._lines.skip(data)
            return b"", []
        return self._sort(self._lines.feed(data, LONGEST_LINE + (self._left if in_object else 0)))

    def rest(self) -> tuple[bytes, list[bytes]]:
        """The same for what is left when stdout has ended."""
        frames, lines = self._sort(self._lines.rest())
        return frames + self._flush(), lines

    def _sort(self, lines: list[bytes]) -> tuple[bytes, list[bytes]]:
        frames = bytearray()
        others = []
        for line in lines:
            item = _item(line)
            if item is None:
                others.append(line)
            else:
                frames += self._add(item)
        return bytes(frames), others

    def _add(self, item: bytes) -> bytes:
        self._left -= len(item) + 1
        if self._left < 0:
            raise TooMuch
        self._chunk.append(item)
        self._chunk_size += len(item)
        full = len(self._chunk) >= _CHUNK_ITEMS or self._chunk_size >= _CHUNK_BYTES
        return self._flush() if full else b""

    def _flush(self) -> bytes:
        if not self._chunk:
            return b""
        payload = b"[" + b",".join(self._chunk) + b"]"
        self._chunk, self._chunk_size = [], 0
        return frame(ITEMS, payload)


def _item(line: bytes) -> bytes | None:
    if not line.lstrip().startswith(b"{"):
        return None
    try:
        value = decode(line.decode())
    except (ValueError, RecursionError):
        return None
    return line if is_item(value) else b'{"json":' + line + b"}"


def _verdict(payload: bytes) -> Verdict:
    """What the step's own process says of itself; it may say only what is its own fault."""
    try:
        said = json.loads(payload)
        verdict = Verdict(said["outcome"], _text(said["message"]), said.get("exit_code"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _NO_VERDICT
    if not isinstance(verdict.outcome, str) or verdict.outcome not in _FROM_STEPS:
        return _NO_VERDICT
    code = verdict.exit_code
    return verdict if code is None or (isinstance(code, int) and 0 <= code <= 255) else _NO_VERDICT


def _text(message: object) -> str:
    return str(message)[:_LONGEST_MESSAGE].encode(errors="backslashreplace").decode()
