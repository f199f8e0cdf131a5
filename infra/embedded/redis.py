"""Redis on a unix socket, without persistence: it is a doorbell, not a memory."""

import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote

from infra.embedded.account import service_account
from infra.embedded.binaries import redis_program
from infra.embedded.folders import data_folder, own_folder, shared_folder, socket_folder
from infra.embedded.process import Launch, end


class Redis:
    """One server in ``data_dir/redis``."""

    def __init__(self, data_dir: Path) -> None:
        self._account = service_account()
        self._home = shared_folder(data_folder(data_dir, self._account) / "redis", self._account)
        self._socket = socket_folder(self._home / "run", self._account) / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start and return its URL once it answers."""
        launch = self._launch()
        launch.end_orphan()
        self._socket.unlink(missing_ok=True)
        self._process = launch.start()
        launch.wait_until(self._answers, self._process)
        return f"unix://{quote(str(self._socket))}?db=0"

    def stop(self, seconds: float = 3) -> None:
        if self._process:
            end(self._process, signal.SIGTERM, seconds)
            self._process = None

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process

    def _launch(self) -> Launch:
        work = own_folder(self._home / "work", self._account)
        reach: list[str | Path] = ["--port", "0", "--unixsocket", self._socket, "--unixsocketperm", "700"]
        keep: list[str | Path] = ["--save", "", "--appendonly", "no", "--dir", work, "--daemonize", "no"]
        return Launch(
            command=[redis_program(self._home, self._account), *reach, *keep],
            folder=work,
            log=self._home / "redis.log",
            pid_file=self._home / "redis.pid",
            account=self._account,
            stop_signal=signal.SIGTERM,
        )

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self._socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
