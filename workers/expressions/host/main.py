"""The expression host: a process of its own that evaluates JavaScript, and can do nothing else.

Run as ``python -I main.py UID MEMORY`` (the unprivileged user that root becomes, and bytes), with a stream
socket as descriptor 0. Frames both ways are a length (4 bytes, big endian) and that many bytes. It first
sends the names of the confining steps that were taken, with commas between them, then answers each request
in turn (shapes: ``workers/expressions/calls.py``). It ends when the other side closes, and when V8 says that
its heap is full.

The requests are received from within JavaScript, since jsrun's thread turns a whole core while it waits for
Python to call it.
"""

import datetime  # noqa: F401 — jsrun imports it later, when there are no files any more
import os
import socket
import struct
import sys
from pathlib import Path

import jsrun

sys.path.insert(0, str(Path(__file__).parents[3]))

from setproctitle import setproctitle

from workers.expressions.host.confine import confine_before_threads, confine_for_good

_LONGEST = 256 * 1024 * 1024

_FOLDER = Path(__file__).parent

# It never returns while it serves: V8's thread waits inside the host's function, and nothing that an
# expression left for later (a promise, a timer) ever has its turn.
_SERVE = """((callHost, exchange) => {{
  globalThis.__luxon = () => callHost({luxon}, "");
  globalThis.__serve = (evaluate) => {{
    let request = callHost(exchange, "");
    while (request !== "") request = callHost(exchange, evaluate(request));
  }};
}})(__host_op_sync__, {exchange})"""


def main(uid: int, memory: int) -> None:
    setproctitle("flowtape expressions")
    connection = socket.socket(fileno=0)
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    luxon = (_FOLDER / "luxon.min.js").read_bytes()
    dates, realm = ((_FOLDER / name).read_text("utf-8") for name in ("dates.js", "realm.js"))
    taken = confine_before_threads(uid)

    def exchange(answer: str) -> str:
        """Called from JavaScript, first with nothing: send the answer, and wait for the next request."""
        ready = answer or ",".join(taken + confine_for_good(memory, statm))
        _send(connection, ready.encode())
        return (_receive(connection) or b"").decode()

    config = jsrun.RuntimeConfig(max_heap_size=memory // 2, max_serialization_bytes=_LONGEST)
    runtime = jsrun.Runtime(config)
    ops = {
        "exchange": runtime.register_op("exchange", exchange),
        "luxon": runtime.register_op("luxon", lambda _: luxon.decode()),
    }
    runtime.eval(_SERVE.format_map(ops))
    runtime.eval(dates)
    try:
        runtime.eval(realm)
    finally:
        os._exit(0)


def _receive(connection: socket.socket) -> bytes | None:
    header = _exactly(connection, 4)
    if header is None:
        return None
    return _exactly(connection, struct.unpack(">I", header)[0])


def _exactly(connection: socket.socket, count: int) -> bytes | None:
    data = bytearray(count)
    view = memoryview(data)
    while view:
        received = connection.recv_into(view)
        if not received:
            return None
        view = view[received:]
    return bytes(data)


def _send(connection: socket.socket, data: bytes) -> None:
    connection.sendall(struct.pack(">I", len(data)) + data)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
