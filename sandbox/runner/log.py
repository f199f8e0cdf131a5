"""The lines a step prints: split, counted, and cut where there are too many."""

from sandbox.runner.frames import LINES, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.verdict import size

LONGEST_LINE = 256 * 1024
"""Longer lines go on in the next one."""


class Lines:
    """Splits a stream into lines."""

    def __init__(self) -> None:
        self._partial = bytearray()

    def feed(self, data: bytes, longest: int = LONGEST_LINE) -> list[bytes]:
        """The lines that are complete now, without their line ends."""
        self._partial += data
        if b"\n" in data:
            *lines, rest = bytes(self._partial).split(b"\n")
            self._partial = bytearray(rest)
            if b"\r" in data:
                lines = [line.removesuffix(b"\r") for line in lines]
        else:
            lines = []
        if len(self._partial) >= longest:
            lines += self.rest()
        return lines

    def skip(self, data: bytes) -> None:
        """As if it had been fed, where nobody wants the lines."""
        end = data.rfind(b"\n")
        self._partial = bytearray(data[end + 1 :]) if end >= 0 else self._partial + data

    def rest(self) -> list[bytes]:
        """The last line, where no line end followed it."""
        rest, self._partial = bytes(self._partial), bytearray()
        return [rest] if rest else []

    @property
    def partial(self) -> bytearray:
        """The beginning of the line that isn't complete yet."""
        return self._partial


class Log:
    """Turns lines into frames until the log is full, then says so once and drops the rest."""

    def __init__(self, max_lines: int, max_bytes: int) -> None:
        self._max_lines = max_lines
        self._max_bytes = max_bytes
        self._lines_left = max_lines
        self._bytes_left = max_bytes
        self.cut = False
        """Further lines are dropped."""

    def frames(self, stream: str, lines: list[bytes]) -> bytes:
        """The lines as frames to send, possibly none."""
        if self.cut or not lines:
            return b""
        kept = [[stream, line.decode(errors="replace")] for line in self._within_limits(lines)]
        if self.cut:
            kept.append(["system", self._notice()])
        return frame(LINES, encode(kept))

    def _within_limits(self, lines: list[bytes]) -> list[bytes]:
        kept = []
        for line in lines:
            if not self._lines_left or len(line) > self._bytes_left:
                self.cut = True
                break
            self._lines_left -= 1
            self._bytes_left -= len(line)
            kept.append(line)
        return kept

    def _notice(self) -> str:
        return (
            f"The log is cut here: a run keeps {self._max_lines:,} lines or {size(self._max_bytes)} "
            "(limits.log_lines, limits.log_bytes). "
            "The code goes on; what it prints from now on is not kept."
        )
