"""Frames: one byte of kind, four bytes of length (big endian), then the payload.

To the runner: ``S`` the step's settings (JSON: language, limits), ``C`` the code (JSON: code, mode,
variables), ``I`` a chunk of items (a JSON array; for Bash lines of JSON), ``E`` there are no more.
From the runner: ``L`` log lines (JSON: [[stream, line], ...]), ``I`` a chunk of result items (a JSON array),
``O`` the outcome (JSON: outcome, message, exit_code), always the last.
"""

import struct

STEP, CODE, ITEMS, END, LINES, OUTCOME = b"S", b"C", b"I", b"E", b"L", b"O"

_HEADER = struct.Struct(">cI")


class FrameTooLong(ValueError):
    """The other side announced more bytes than a frame may have."""


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    return _HEADER.pack(kind, len(payload)) + payload


class FrameReader:
    """Puts frames together from whatever pieces a stream arrives in."""

    def __init__(self, longest: int) -> None:
        self._buffer = bytearray()
        self._longest = longest

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """The frames that are complete now, as (kind, payload). Raises :class:`FrameTooLong`."""
        self._buffer += data
        complete = []
        while (found := self._next()) is not None:
            complete.append(found)
        return complete

    def _next(self) -> tuple[bytes, bytes] | None:
        if len(self._buffer) < _HEADER.size:
            return None
        kind, length = _HEADER.unpack_from(self._buffer)
        if length > self._longest:
            raise FrameTooLong(f"a frame of {length} bytes, where {self._longest} are allowed")
        end = _HEADER.size + length
        if len(self._buffer) < end:
            return None
        payload = bytes(memoryview(self._buffer)[_HEADER.size : end])
        del self._buffer[:end]
        return kind, payload
