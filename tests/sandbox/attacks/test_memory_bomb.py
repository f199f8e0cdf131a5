"""Memory is taken in each way that the kernel counts, until there is none left.

Whatever kind it is, it is charged to the container; only the step dies, and
what it took is free for the next.
"""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena

SMALL = Limits(wall_time=20, memory=128 * 1024 * 1024, disk=256 * 1024 * 1024)
"""The folders have room for more than there is memory."""

BOMBS: dict[str, tuple[Language, str]] = {
    "heap of Python": ("python", "a = []\nwhile True: a.append(bytearray(b'x') * 10_000_000)"),
    "heap of JavaScript": (
        "javascript",
        "const a = []\nfor (;;) a.push(Array.from({ length: 100000 }, () => ({})))",
    ),
    "buffers of JavaScript": ("javascript", "const a = []\nfor (;;) a.push(Buffer.alloc(10000000, 1))"),
    "typed arrays": ("javascript", "const a = []\nfor (;;) a.push(new Uint8Array(10000000).fill(1))"),
    "a variable of Bash": ("bash", "a=x; while :; do a=$a$a; done"),
    "many processes": (
        "python",
        """
import os
for _ in range(4): os.fork()
a = bytearray(b"x") * 20_000_000
os.wait() if os.getpid() else None
while True: pass
""",
    ),
    "shared anonymous memory": (
        "python",
        """
import mmap
maps = []
while True:
    maps.append(mmap.mmap(-1, 10_000_000))
    maps[-1].write(b"x" * 10_000_000)
""",
    ),
    "a file without a name": (
        "python",
        """
import os
fd = os.open("/tmp", os.O_TMPFILE | os.O_RDWR)
while True: os.write(fd, b"x" * 1_000_000)
""",
    ),
    "files in /tmp": ("bash", "while :; do head -c 10000000 /dev/zero >> /tmp/bomb; done"),
    "files in /work and /tmp": (
        "python",
        """
import itertools
for number in itertools.count():
    for folder in ("/work", "/tmp"):
        with open(f"{folder}/{number}", "wb") as file: file.write(b"x" * 5_000_000)
""",
    ),
    "full sockets": (
        "python",
        """
import os, socket, time
for process in range(40):
    if os.fork() == 0:
        kept = [socket.socketpair() for _ in range(100)]
        for one, other in kept:
            one.setblocking(False)
            try:
                while True: one.send(b"x" * 16_384)
            except BlockingIOError:
                pass
        time.sleep(60)
assert os.wait()[1] == 0
""",
    ),
}


@pytest.mark.parametrize("bomb", list(BOMBS))
async def test_a_memory_bomb_ends_at_the_memory_limit(arena: Arena, bomb: str) -> None:
    language, code = BOMBS[bomb]
    result = await arena.ends(Outcome.MEMORY_LIMIT, language, code, limits=SMALL)
    assert "128 MB" in result.message
    await arena.ends(Outcome.COMPLETED, "python", "return {'a': len(bytearray(70_000_000))}", limits=SMALL)


async def test_reading_large_files_is_no_memory_bomb(arena: Arena) -> None:
    """What the kernel keeps of files that were read is dropped where memory is short."""
    code = "find / -xdev -type f -exec cat {} + 2>/dev/null | wc -c | jq -c '{read: .}'"
    assert (await arena.found("bash", code, limits=SMALL))["read"] > SMALL.memory


async def test_shared_memory_has_little_room(arena: Arena) -> None:
    code = """
size = 0
try:
    with open("/dev/shm/bomb", "wb", buffering=0) as file:
        while size < 200_000_000: size += file.write(b"x" * 100_000)
except OSError as error:
    return {"error": error.errno, "size": size}
return {"error": None, "size": size}
"""
    found = await arena.found("python", code)
    assert found["error"] is not None
    assert found["size"] <= 64 * 1024 * 1024


async def test_shared_memory_of_system_v_does_not_outlive_its_step(arena: Arena) -> None:
    """It belongs to no process: killing all of them frees none of it. Better there is none at all."""
    code = """
import ctypes
libc, made = ctypes.CDLL(None), 0
libc.shmat.restype = ctypes.c_void_p
for key in range(1, 60):
    id = libc.shmget(key, 1_000_000, 0o1666)
    if id >= 0:
        made += 1
        at = libc.shmat(id, None, 0)
        ctypes.memset(at, 120, 1_000_000)
return {"made": made}
"""
    await arena.found("python", code)
