"""Frames: one byte of kind, four bytes of length (big endian), then the payload.

To the runner, for each step:

* ``S`` its settings (JSON: language, mode, group, limits, env, network)
* ``F`` a piece of an input file (two bytes of name length, the name, data); pieces of one name append
* ``C`` the code (JSON: code, mode, variables); its process starts here
* ``I`` a chunk of items (a JSON array; for Bash lines of JSON), any number of them
* ``E`` there are no more
* ``T`` bytes of the tunnel
* ``X`` end the step now

From the runner:

* ``L`` log lines (JSON: [[stream, line], ...])
* ``I`` a chunk of result items (a JSON array)
* ``F`` a piece of an output file, of the same form
* ``T`` bytes of the tunnel
* ``O`` the outcome (JSON: outcome, message, exit_code, peak_memory, cpu_time)
* ``R`` after each outcome, once nothing of the step is left (JSON: reusable, why); also once at the very
  beginning, when everything is warm, unless a step came before that
"""

import struct

STEP, FILE, CODE, ITEMS, END, TUNNEL, ABORT = b"S", b"F", b"C", b"I", b"E", b"T", b"X"
LINES, OUTCOME, READY = b"L", b"O", b"R"
CHECKED = b"K"
"""Only between the runner and its node.js process: whether that is as clean as new (JSON: clean, why)."""

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
        start = 0
        while (found := self._next(start)) is not None:
            complete.append(found)
            start += _HEADER.size + len(found[1])
        del self._buffer[:start]
        return complete

    def _next(self, start: int) -> tuple[bytes, bytes] | None:
        begin = start + _HEADER.size
        if len(self._buffer) < begin:
            return None
        kind, length = _HEADER.unpack_from(self._buffer, start)
        if length > self._longest:
            raise FrameTooLong(f"a frame of {length} bytes, where {self._longest} are allowed")
        if len(self._buffer) < begin + length:
            return None
        return kind, bytes(memoryview(self._buffer)[begin : begin + length])
