"""A step searches everything that it can read for a secret that is not its own: the environment and the
command lines of all processes, its own memory, every file and mount. Once for a secret of ours, which is in
the worker's environment and in files beside it; once for one that another step had just before in the same
container: in its items, variables, code, environment and files.

The container gets nothing of the worker, and Python forks its steps from a process that has never seen one.
"""

import secrets
from pathlib import Path

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import OTHER_GROUP, Arena, jsons
from tests.sandbox.running import input_file

SEARCH = """
import os, re
pattern = re.compile(rb"canary-[0-9a-f]{32}")
found, looked = set(), {"memory": 0, "files": 0, "refused": 0}
def search(name, data):
    if pattern.search(data): found.add(name)
def files():
    for above, folders, names in os.walk("/"):
        if above.startswith("/sys"):
            folders.clear()
        for name in names: yield os.path.join(above, name)
for path in files():
    search("a name", os.fsencode(path))
    if re.match(r"/proc/(\\d+/task|kcore|kmsg|self|thread-self)|/dev/", path) or "pagemap" in path: continue
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(fd, "rb") as file: search(path, file.read(2_000_000) or b"")
        looked["files"] += 1
    except OSError:
        looked["refused"] += 1
with open("/proc/self/maps") as maps: lines = maps.readlines()
with open("/proc/self/mem", "rb", 0) as memory:
    for line in lines:
        start, end = (int(place, 16) for place in line.split()[0].split("-"))
        try:
            memory.seek(start)
            search("memory", memory.read(end - start))
            looked["memory"] += end - start
        except (OSError, ValueError, OverflowError):
            pass
return {"found": sorted(found), **looked}
"""
OF_OTHERS = """
import os
names = "environ mem maps fd/0 cwd/x root/etc/passwd"
read = []
for pid in (name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()):
    for name in names.split():
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                if file.read(1): read.append([open(f"/proc/{pid}/comm").read().strip(), name])
        except OSError:
            pass
closed = [path for path in ("/etc/shadow", "/etc/gshadow", "/root/.bashrc", "/proc/kcore", "/proc/kmsg", "/dev/mem")
          if not os.access(path, os.R_OK)]
return {"read": read, "closed": closed}
"""  # noqa: E501
USING: dict[Language, str] = {
    "python": "import os\nos.mkdir('/work/a')\nopen('/work/a/b', 'w').write(secret * 100)\nprint(secret)",
    "javascript": "require('fs').writeFileSync('/work/a', secret.repeat(100)); console.log(secret)",
    "bash": 'echo "$SECRET" | tee /work/a /tmp/b /dev/shm/c; read -r line; echo "$line"',
}


@pytest.fixture
def canary() -> str:
    return f"canary-{secrets.token_hex(16)}"


async def test_nothing_of_ours_is_found(
    arena: Arena, canary: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FLOWTAPE_SECRET_KEY", "DATABASE_URL", "REDIS_URL", "HTTPS_PROXY", "LC_ALL", "HOSTNAME"):
        monkeypatch.setenv(name, f"x-{canary}")
    (tmp_path / canary).write_text(canary)
    monkeypatch.chdir(tmp_path)
    limits = Limits(memory=192 * 1024 * 1024)  # for a container that is made while the secret is there
    found = await arena.found("python", SEARCH, limits=limits)
    assert found["found"] == []
    assert found["files"] > 1000
    assert found["memory"] > 1_000_000


async def test_whoever_searches_would_find_it(arena: Arena, canary: str) -> None:
    """In the step's own memory and files."""
    found = await arena.found(
        "python", f"open('/tmp/x', 'w').write(secret)\n{SEARCH}", variables={"secret": canary}
    )
    assert {"memory", "/tmp/x"} <= set(found["found"])


@pytest.mark.parametrize("language", ["python", "bash"])
async def test_nothing_of_the_step_before_is_found(arena: Arena, canary: str, language: Language) -> None:
    text = f"the secret is {canary} " * 1000
    result = await arena.run(
        language,
        f"{USING[language]}\n# {canary}" if language == "python" else USING[language],
        [{"a": text}] * 50,
        variables={"secret": canary},
        env={"SECRET": canary},
        files=[input_file(canary, text.encode())],
        environment="python",
    )
    assert result.outcome in (Outcome.COMPLETED, Outcome.CODE_ERROR), result
    for group in ("attack", OTHER_GROUP):
        result = await arena.run("python", SEARCH, group=group)
        (found,) = jsons(result)
        assert found["found"] == [], group


async def test_other_processes_show_nothing(arena: Arena) -> None:
    found = await arena.found("python", OF_OTHERS)
    assert found["read"] == []
    assert {"/etc/shadow", "/proc/kcore", "/dev/mem"} <= set(found["closed"])


async def test_a_javascript_step_of_another_workflow_finds_nothing(arena: Arena, canary: str) -> None:
    """Steps of one workflow share a process, and its memory; those of another get a new one."""
    using = "globalThis.kept = items.map((item) => item.json.a + secret)\nreturn items"
    variables = {"secret": canary}
    await arena.run("javascript", using, [{"a": canary * 1000}] * 50, variables=variables)
    search = """
const fs = require('fs')
let found = 0, looked = 0
const memory = fs.openSync('/proc/self/mem', 'r')
for (const line of fs.readFileSync('/proc/self/maps', 'utf8').split('\\n')) {
  const [start, end] = line.split(' ')[0].split('-').map((place) => parseInt(place, 16))
  if (!(end - start > 0) || end - start > 3e8 || !line.includes(' rw')) continue
  for (let at = start; at < end; at += 1048576) {
    const piece = Buffer.alloc(Math.min(1048576, end - at))
    try { fs.readSync(memory, piece, 0, piece.length, at) } catch { continue }
    looked += piece.length
    if (/canary-[0-9a-f]{32}/.test(piece.toString('latin1'))) found++
  }
}
return { found, looked }
"""
    result = await arena.attack("javascript", search, group=OTHER_GROUP)
    (seen,) = jsons(result)
    assert seen["found"] == 0
    assert seen["looked"] > 1_000_000
