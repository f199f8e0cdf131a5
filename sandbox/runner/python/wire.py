"""What the runner and the zygote say to each other: one message a packet."""

import struct
from typing import NamedTuple

START, ASK, ASK_NETWORK = b"s", b"?", b"n"
"""To the zygote. With START come the process's ends of its pipes: input, stdout, stderr, result. ASK has it
fork ahead, and its answer, HERE, names the process that will be the next step; ASK_NETWORK has it import
before what only steps with connections need."""
WARM, HERE, STARTED, ENDED = b"w", b"!", b"p", b"e"

_MESSAGE = struct.Struct("=ciiq")
SIZE = _MESSAGE.size


class Message(NamedTuple):
    """From the zygote; ``status`` as ``wait`` gives it, ``peak_memory`` in bytes."""

    kind: bytes
    pid: int = 0
    status: int = 0
    peak_memory: int = 0


def pack(message: Message) -> bytes:
    return _MESSAGE.pack(*message)


def unpack(packet: bytes) -> Message:
    return Message(*_MESSAGE.unpack(packet))
