"""The lines a step prints: split, counted, and cut where there are too many."""

from sandbox.runner.frames import LINES, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.verdict import size

LONGEST_LINE = 256 * 1024
"""Longer lines go on in the next one."""
_LAST_WORDS = 2000


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
        else:
            lines = []
        if len(self._partial) >= longest:
            lines += self.rest()
        return [line.removesuffix(b"\r") for line in lines]

    def rest(self) -> list[bytes]:
        """The last line, where no line end followed it."""
        rest, self._partial = bytes(self._partial), bytearray()
        return [rest] if rest else []

    def starts_with(self, prefix: bytes) -> bool:
        return self._partial[:64].lstrip().startswith(prefix)


class Log:
    """Turns lines into frames until the log is full, then says so once and drops the rest."""

    def __init__(self, max_lines: int, max_bytes: int) -> None:
        self._max_lines = max_lines
        self._max_bytes = max_bytes
        self._lines_left = max_lines
        self._bytes_left = max_bytes
        self._cut = False
        self._last_words = b""

    def frames(self, stream: str, lines: list[bytes]) -> bytes:
        """The lines as frames to send, possibly none."""
        if stream == "stderr":
            self._last_words = b"\n".join((self._last_words, *lines[-20:]))[-_LAST_WORDS:]
        if self._cut or not lines:
            return b""
        kept = [[stream, line.decode(errors="replace")] for line in self._within_limits(lines)]
        if self._cut:
            kept.append(["system", self._notice()])
        return frame(LINES, encode(kept))

    def last_words(self) -> str:
        """The end of stderr, to stand behind a message."""
        text = self._last_words.decode(errors="replace").strip()
        return f" It said last:\n{text}" if text else ""

    def _within_limits(self, lines: list[bytes]) -> list[bytes]:
        kept = []
        for line in lines:
            if not self._lines_left or len(line) > self._bytes_left:
                self._cut = True
                break
            self._lines_left -= 1
            self._bytes_left -= len(line)
            kept.append(line)
        return kept

    def _notice(self) -> str:
        return (
            f"The log is cut here: a run keeps {self._max_lines:,} lines or {size(self._max_bytes)}. "
            "The code goes on; what it prints from now on is not kept."
        )
