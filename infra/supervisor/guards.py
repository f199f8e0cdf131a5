"""What must hold before anything is started."""

import fcntl
import os
import socket
from pathlib import Path

from infra.embedded import Unavailable


def lock(data_dir: Path) -> int:
    """A descriptor that holds the data folder while it is open; the kernel lets go even after kill -9."""
    descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode() or "unknown"
        os.close(descriptor)
        raise Unavailable(
            f"Flowtape already runs on {data_dir} (process {holder}); "
            "stop that one, or set FLOWTAPE_DATA_DIR and FLOWTAPE_PORT for a second"
        ) from None
    os.truncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return descriptor


def check_address(host: str, port: int) -> None:
    """Raises :class:`Unavailable` where the web process could not listen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise Unavailable(
            f"cannot listen on {host}:{port} ({error.strerror}); set FLOWTAPE_PORT to a free port"
        ) from None
