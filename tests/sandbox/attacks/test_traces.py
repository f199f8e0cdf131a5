"""A step writes a mark to everything that it can write to, in the hope that a later step finds it: files,
folders, what programs read when they start, shared memory, sockets, locks, files of the kernel.

After each step everything else is ended and the folders are emptied; what outlives processes is not there at
all. So neither the next step of the project nor a neighbour's sees the mark anywhere.
"""

from uuid import uuid4

import pytest

from sandbox.model import Language, Outcome
from tests.sandbox.attacks.arena import ATTACKER, BESIDE, NEIGHBOUR, Arena, jsons

STARTUP = (
    ".bashrc .bash_profile .profile .bash_history .inputrc .curlrc .netrc .jqrc .npmrc .node_repl_history "
    ".pythonrc .python_history .config/pip/pip.conf .node_modules/luxon/index.js node_modules/luxon/index.js "
    "package.json luxon.js httpx.py json.py sitecustomize.py usercustomize.py "
    ".local/lib/python3.11/site-packages/usercustomize.py .local/lib/python3.11/site-packages/mark.pth"
)
LEAVE = f"""
import ctypes, fcntl, os, signal, socket, struct, time
libc = ctypes.CDLL(None, use_errno=True)
left = []
def leave(what, act):
    try:
        act()
        left.append(what)
    except (OSError, ValueError):
        pass
def write(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a") as file: file.write(mark)
for above, folders, names in os.walk("/"):
    if above.startswith(("/proc", "/sys")):
        folders.clear()
        continue
    if os.access(above, os.W_OK):
        leave(above, lambda: write(f"{{above}}/{{mark}}"))
        leave(f"attribute of {{above}}", lambda: os.setxattr(above, "user.mark", mark.encode()))
    for name in names:
        if above.startswith("/dev"): leave(f"{{above}}/{{name}}", lambda: write(f"{{above}}/{{name}}"))
for name in {STARTUP.split()!r}:
    for folder in ("/work", "/tmp"): leave(f"{{folder}}/{{name}}", lambda: write(f"{{folder}}/{{name}}"))
for name in ("comm", "oom_score_adj", "coredump_filter", "timerslack_ns"):
    leave(name, lambda: open(f"/proc/self/{{name}}", "w").write("1"))
leave("title", lambda: libc.prctl(15, mark.encode()[:15], 0, 0, 0))
if os.fork() == 0:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    kept = [socket.socket(socket.AF_UNIX) for _ in range(3)]
    kept[0].bind("\\0" + mark)
    kept[1].bind(f"/tmp/{{mark}}.sock")
    kept[2].bind(f"/work/{{mark}}.sock")
    for each in kept: each.listen()
    listening = socket.create_server(("127.0.0.1", 4711))
    locked = open(f"/tmp/{{mark}}.lock", "w")
    fcntl.flock(locked, fcntl.LOCK_EX)
    write("/tmp/ready")
    while True: time.sleep(1)
while not os.path.exists("/tmp/ready"): time.sleep(0.01)
return {{"left": left}}
"""
LOOK = """
import os, re, socket
pattern = re.compile(rb"mark-[0-9a-f]{32}")
found = []
def read(path):
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with open(fd, "rb") as file: return file.read(1_000_000) or b""
    except OSError:
        return b""
for line in open("/proc/self/mountinfo"):
    place, options = line.split()[4:6]
    if "rw" not in options.split(",") or place.startswith(("/proc", "/sys")): continue
    for above, folders, names in os.walk(place):
        for name in folders + names:
            path = os.path.join(above, name)
            if pattern.search(os.fsencode(path)): found.append(path)
            if name in folders or above.startswith("/dev"): continue
            if pattern.search(read(path)): found.append(path)
        try:
            if os.listxattr(above): found.append(f"attribute of {above}")
        except OSError:
            pass
kernel = "net/unix locks keys sysvipc/shm sysvipc/msg sysvipc/sem net/tcp self/environ self/cgroup mounts"
for name in kernel.split():
    if pattern.search(read(f"/proc/{name}")): found.append(name)
for pid in (name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()):
    for name in ("comm", "cmdline", "environ", "maps"):
        if pattern.search(read(f"/proc/{pid}/{name}")): found.append(f"{name} of {pid}")
with socket.socket() as server:
    if server.connect_ex(("127.0.0.1", 4711)) == 0: found.append("a listening port")
return {"found": sorted(set(found))}
"""


async def _looked(arena: Arena, project: str, group: str) -> list[str]:
    result = await arena.run("python", LOOK, project=project, group=group)
    assert result.outcome is Outcome.COMPLETED, result
    return list(jsons(result)[0]["found"])


async def test_no_mark_is_found_by_later_steps(arena: Arena) -> None:
    mark = f"mark-{uuid4().hex}"
    await arena.look_around("python")
    result = await arena.run("python", LEAVE, variables={"mark": mark})
    assert result.outcome in (Outcome.COMPLETED, Outcome.REFUSED), result
    for project, group in ((ATTACKER, "attack"), (ATTACKER, "another"), (NEIGHBOUR, "attack")):
        assert await _looked(arena, project, group) == [], (project, group)
    await arena.unharmed("python")


async def test_whoever_looks_would_find_a_mark(arena: Arena) -> None:
    """Within the step that left it."""
    mark = f"mark-{uuid4().hex}"
    code = LEAVE.replace("return {", "told = {") + LOOK
    result = await arena.attack("python", code, variables={"mark": mark})
    expected = {f"/work/{mark}", f"/tmp/{mark}", f"/dev/shm/{mark}", "/work/.bashrc", "/tmp/json.py"}
    assert {*expected, "net/unix", "a listening port"} <= set(jsons(result)[0]["found"])


LEAVING: dict[Language, str] = {
    "javascript": """
const fs = require('fs')
const { spawn } = require('child_process')
spawn('sleep', ['600'], { detached: true }).unref()
const folders = '/work /tmp /data/in /data/out /dev/shm /dev/mqueue /opt /usr/local/lib/node_modules'
for (const folder of folders.split(' ')) {
  for (const name of ['mark', 'node_modules/luxon/index.js', '.node_modules/lodash/index.js', '.npmrc']) {
    try {
      fs.mkdirSync(require('path').dirname(`${folder}/${name}`), { recursive: true })
      fs.writeFileSync(`${folder}/${name}`, 'throw new Error("poisoned")')
    } catch {}
  }
}
require('module')._load = () => { throw new Error('poisoned') }
return []
""",
    "bash": """
for folder in /work /tmp /data/in /data/out /dev/shm /dev/mqueue /opt /etc /usr/local/bin; do
    for name in mark .bashrc .profile .bash_env jq ls; do
        (echo 'echo poisoned; exit 1' > $folder/$name; chmod +x $folder/$name) 2>/dev/null
    done
done
alias ls=false; export PATH=/work:$PATH HISTFILE=/work/.bash_history; hash -p /work/jq jq; enable -n echo
trap 'sleep 1' EXIT; ulimit -c 0; umask 0; set -o history; history -s poisoned
(setsid sleep 600 &)
""",
}  # fmt: skip


@pytest.mark.parametrize("language", list(LEAVING))
async def test_what_programs_read_when_they_start_is_gone(arena: Arena, language: Language) -> None:
    result = await arena.attack(language, LEAVING[language])
    assert result.outcome in (Outcome.COMPLETED, Outcome.REFUSED), result
    works: dict[Language, str] = {
        "python": "import json, site, httpx\nreturn {'works': json.loads('1')}",
        "javascript": "return { works: _.head([1]), at: DateTime.now(), fs: require('fs').existsSync('/') }",
        "bash": "ls / > /dev/null && jq -nc '{works: 1}'",
    }  # fmt: skip
    for beside in BESIDE[language]:
        seen = jsons(await arena.run(beside, works[beside], environment=language))
        assert seen[0]["works"] == 1
