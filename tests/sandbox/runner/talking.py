"""Talks with the runner of one container, frame by frame, without a pool."""

import contextlib
import json
import select
import socket
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from docker import DockerClient
from docker.types import LogConfig, Ulimit

from sandbox.model import Limits
from sandbox.runner.frames import FrameReader, frame

COMMAND = [
    "python3", "-I", "-S", "-c",
    "import sys; sys.path.insert(0, '/opt/flowtape'); from sandbox.runner.main import main; main()",
]  # fmt: skip
FOLDERS = ("/work", "/tmp", "/data/in", "/data/out")
PATIENCE = 30.0
_HEADER = struct.Struct(">BxxxI")


@dataclass
class Reply:
    """All frames of one step up to its R."""

    outcome: dict[str, Any]
    ready: dict[str, Any]
    frames: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def items(self) -> list[Any]:
        return [item["json"] for kind, payload in self.frames if kind == b"I" for item in json.loads(payload)]

    @property
    def lines(self) -> list[list[str]]:
        return [line for kind, payload in self.frames if kind == b"L" for line in json.loads(payload)]

    @property
    def files(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for kind, payload in self.frames:
            if kind == b"F":
                end = 2 + int.from_bytes(payload[:2], "big")
                name = payload[2:end].decode()
                files[name] = files.get(name, b"") + payload[end:]
        return files


class Talk:
    """``words`` is what the runner wrote to stderr."""

    def __init__(self, stream: socket.socket, id: str) -> None:
        self.id = id
        self.words = b""
        self._stream = stream
        self._raw = b""
        self._frames = FrameReader(2**32 - 1)
        self._found: list[tuple[bytes, bytes]] = []

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        self._stream.sendall(frame(kind, payload))

    def receive(self, timeout: float = PATIENCE) -> tuple[bytes, bytes]:
        """The next frame. Raises EOFError when the container has ended, TimeoutError when nothing comes."""
        until = time.monotonic() + timeout
        while not self._found:
            self._stream.settimeout(max(until - time.monotonic(), 0.001))
            data = self._stream.recv(1 << 18)
            if not data:
                raise EOFError(self.words.decode(errors="replace"))
            self._raw += data
            self._unpack()
        return self._found.pop(0)

    def quiet(self) -> bool:
        """Whether nothing has come that isn't taken yet."""
        return not self._found and not select.select([self._stream], [], [], 0)[0]

    def ready(self) -> dict[str, Any]:
        kind, payload = self.receive()
        assert kind == b"R", (kind, payload)
        return dict(json.loads(payload))

    def begin(
        self, language: str, code: str, items: Sequence[Any] = (), limits: Limits | None = None, **others: Any
    ) -> None:
        """Everything up to the E frame; ``others``: mode, variables, group, env, network, files."""
        self.settings(language, limits, **others)
        for name, content in others.get("files", {}).items():
            self.send(b"F", file_piece(name, content))
        variables = others.get("variables", {})
        said = {"code": code, "mode": others.get("mode", "all"), "variables": variables}
        self.send(b"C", json.dumps(said).encode())
        if items:
            self.send(b"I", chunk(language, items))
        self.send(b"E")

    def settings(self, language: str, limits: Limits | None = None, **others: Any) -> None:
        said = {
            "language": language,
            "mode": others.get("mode", "all"),
            "group": others.get("group", ""),
            "limits": asdict(limits or Limits()),
            "env": others.get("env", {}),
            "network": others.get("network", False),
        }
        self.send(b"S", json.dumps(said).encode())

    def finish(self) -> Reply:
        """Everything up to the R frame."""
        frames = []
        while (found := self.receive())[0] != b"O":
            frames.append(found)
        return Reply(json.loads(found[1]), self.ready(), frames)

    def run(self, language: str, code: str, items: Sequence[Any] = (), **others: Any) -> Reply:
        self.begin(language, code, items, **others)
        return self.finish()

    def _unpack(self) -> None:
        while len(self._raw) >= _HEADER.size:
            stream, length = _HEADER.unpack_from(self._raw)
            if len(self._raw) < _HEADER.size + length:
                return
            data = self._raw[_HEADER.size : _HEADER.size + length]
            self._raw = self._raw[_HEADER.size + length :]
            if stream == 2:
                self.words += data
            else:
                self._found += self._frames.feed(data)


@contextlib.contextmanager
def talk(
    client: DockerClient, image: str, limits: Limits | None = None, volumes: Mapping[str, str] | None = None
) -> Iterator[Talk]:
    """A container for as long as the block runs."""
    api, limits = client.api, limits or Limits()
    settings = api.create_host_config(
        cap_drop=["ALL"],
        security_opt=["no-new-privileges:true"],
        network_mode="none",
        ipc_mode="private",
        read_only=True,
        binds=[f"{source}:{target}:ro" for source, target in (volumes or {}).items()],
        tmpfs={folder: _options(limits) for folder in FOLDERS},
        mem_limit=limits.memory,
        memswap_limit=limits.memory,
        pids_limit=limits.processes,
        ulimits=[Ulimit(name="nofile", soft=limits.open_files, hard=limits.open_files)],
        oom_score_adj=500,
        log_config=LogConfig(type="none"),
    )
    path = "/usr/local/bin:/usr/bin:/bin"
    environment = {"PATH": path, "LANG": "C.UTF-8", "HOME": "/work", "TMPDIR": "/tmp"}
    id = api.create_container(
        image, COMMAND, stdin_open=True, host_config=settings, user="65532:65532", working_dir="/work",
        environment=environment, labels={"flowtape.test": "runner"},
    )["Id"]  # fmt: skip
    try:
        attached = api.attach_socket(id, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
        with attached, contextlib.closing(attached._sock) as stream:
            api.start(id)
            yield Talk(stream, id)
    finally:
        api.remove_container(id, force=True)


def _options(limits: Limits) -> str:
    size = f"size={limits.disk},nr_inodes={limits.disk_files}"
    return f"rw,nosuid,nodev,noexec,{size},mode=0700,uid=65532,gid=65532"


def chunk(language: str, items: Sequence[Any]) -> bytes:
    """Items, given as their json, as the runner wants them."""
    if language == "bash":
        return b"".join(json.dumps(item).encode() + b"\n" for item in items)
    return json.dumps([{"json": item} for item in items]).encode()


def file_piece(name: str, data: bytes) -> bytes:
    return len(name.encode()).to_bytes(2, "big") + name.encode() + data
