"""What the tunnel and the guard at its other end say to each other: the payloads of tunnel frames.

Four bytes with the connection's number (big endian; the tunnel counts them, none is used twice within a
step), one byte of kind, then what belongs to the kind:

to the guard   ``O`` open: two bytes port, the host in UTF-8
from the guard ``Y`` opened · ``N`` there is no connection: two bytes HTTP status, the reason in UTF-8
both           ``D`` data · ``W`` window: four bytes, so many bytes of data were passed on and may follow
               ``E`` end: no more data from this side · ``X`` the connection is broken off

Each side sends at most ``WINDOW`` bytes of a connection's data that the other has not passed on: a slow
reader holds back its own connection and no other. A connection is over after ``N``, after ``X``, and after
both sides have said ``E``; what arrives for it later was on its way and means nothing.
"""

import struct

OPEN, OPENED, REFUSED, DATA, CREDIT, END, RESET = b"O", b"Y", b"N", b"D", b"W", b"E", b"X"

WINDOW = 128 * 1024
PIECE = 32 * 1024
"""Data in one payload, at most: other connections, and the step's items, come in between."""

_HEADER = struct.Struct(">Ic")
_CREDIT = struct.Struct(">I")
_NUMBER = struct.Struct(">H")


class BadPayload(ValueError):
    """The other side does not keep to this."""


def payload(connection: int, kind: bytes, rest: bytes = b"") -> bytes:
    return _HEADER.pack(connection, kind) + rest


def read(text: bytes) -> tuple[int, bytes, bytes]:
    """Connection, kind and rest. Raises :class:`BadPayload`."""
    if len(text) < _HEADER.size:
        raise BadPayload(f"a tunnel's payload of {len(text)} bytes")
    connection, kind = _HEADER.unpack_from(text)
    return connection, kind, text[_HEADER.size :]


def place(host: str, port: int) -> bytes:
    return _NUMBER.pack(port) + host.encode()


def read_place(rest: bytes) -> tuple[str, int]:
    number, text = _with_text(rest)
    return text, number


def refusal(status: int, reason: str) -> bytes:
    return _NUMBER.pack(status) + reason.encode()


def read_refusal(rest: bytes) -> tuple[int, str]:
    return _with_text(rest)


def credit(passed_on: int) -> bytes:
    return _CREDIT.pack(passed_on)


def read_credit(rest: bytes) -> int:
    if len(rest) != _CREDIT.size:
        raise BadPayload("a tunnel's window that is no number")
    return int(_CREDIT.unpack(rest)[0])


def _with_text(rest: bytes) -> tuple[int, str]:
    try:
        return int(_NUMBER.unpack_from(rest)[0]), rest[_NUMBER.size :].decode()
    except (struct.error, UnicodeDecodeError) as error:
        raise BadPayload("a tunnel's payload that is no number and text") from error
