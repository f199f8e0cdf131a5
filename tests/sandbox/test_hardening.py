"""What a step can see and touch, asked from within."""

import os

import pytest

from sandbox.hardening import USER
from sandbox.model import Outcome
from tests.sandbox.running import Bench

CANARY = "canary-5d1f3c"


async def test_a_step_has_no_rights_at_all(bench: Bench) -> None:
    code = """
return dict(line.rstrip().split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
"""
    (found,) = await bench.jsons("python", code)
    for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(found[capabilities], 16) == 0, capabilities
    assert set(found["Uid"].split() + found["Gid"].split()) == {str(USER)}
    assert (found["NoNewPrivs"], found["Seccomp"]) == ("1", "2")


async def test_nothing_but_the_work_folders_can_be_written(bench: Bench) -> None:
    code = r"""
cd /
writable=$(find / -xdev -writable \( -type f -o -type d \) -print 2>/dev/null)
for mount in $(cut -d' ' -f5 /proc/self/mountinfo); do
  case $mount in /proc*|/sys*) continue ;; esac
  [ -d $mount ] && (: > $mount/probe) 2>/dev/null && writable="$writable $mount"
done
echo $writable | jq -Rc '{writable: (split(" ") | unique)}'
"""
    (found,) = await bench.jsons("bash", code)
    assert set(found["writable"]) <= {"/work", "/tmp", "/dev/shm", "/dev/mqueue"}
    assert {"/work", "/tmp"} <= set(found["writable"])


async def test_the_work_folders_run_nothing_and_hold_no_devices(bench: Bench) -> None:
    code = """
found = {}
for line in open("/proc/self/mountinfo"):
    fields = line.split()
    found[fields[4]] = fields[5].split(",")
return {"root": found["/"], "work": found["/work"], "tmp": found["/tmp"]}
"""
    (found,) = await bench.jsons("python", code)
    assert "ro" in found["root"]
    for folder in ("work", "tmp"):
        assert {"rw", "nosuid", "nodev", "noexec"} <= set(found[folder])


async def test_there_is_no_network(bench: Bench) -> None:
    code = """
import os, socket
interfaces = os.listdir("/sys/class/net")
try:
    socket.create_connection(("1.1.1.1", 53), timeout=2)
    reached = True
except OSError:
    reached = False
return {"interfaces": interfaces, "reached": reached}
"""
    assert await bench.jsons("python", code) == [{"interfaces": ["lo"], "reached": False}]


async def test_a_step_is_alone(bench: Bench) -> None:
    code = """
echo "$(cat /proc/[0-9]*/comm | sort -u | tr '\\n' ' ')" | jq -Rc '{processes: .}'
jq -nc --arg h "$(cat /proc/sys/kernel/hostname)" '{hostname: $h}'
for ns in pid ipc uts mnt net; do jq -nc --arg $ns "$(readlink /proc/self/ns/$ns)" '$ARGS.named'; done
[ -e /var/run/docker.sock ] && echo '{"docker": true}' || echo '{"docker": false}'
"""
    processes, hostname, *namespaces, docker = await bench.jsons("bash", code)
    assert set(processes["processes"].split()) <= {"python3", "bash", "cat", "sort", "tr", "jq"}
    assert hostname == {"hostname": "sandbox"}
    assert docker == {"docker": False}
    for namespace in namespaces:
        ((name, inside),) = namespace.items()
        assert inside != os.readlink(f"/proc/self/ns/{name}"), name


async def test_nothing_of_our_environment_is_visible(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWTAPE_SECRET_KEY", CANARY)
    monkeypatch.setenv("HTTP_PROXY", f"http://{CANARY}")
    code = """
import glob, os
paths = glob.glob("/proc/*/environ") + glob.glob("/proc/*/cmdline") + glob.glob("/etc/*")
readable = [path for path in paths if os.path.isfile(path) and os.access(path, os.R_OK)]
found = [path for path in readable if b"canary" + b"-5d1f3c" in open(path, "rb").read()]
return {"found": found, "names": sorted(os.environ)}
"""
    (found,) = await bench.jsons("python", code)
    assert found["found"] == []
    assert set(found["names"]) == {"HOME", "HOSTNAME", "LANG", "PATH", "TMPDIR"}


async def test_the_runner_is_out_of_reach(bench: Bench) -> None:
    code = """
import os, signal
def refused(act):
    try:
        act()
        return False
    except OSError:
        return True
for number in range(1, 64):
    os.kill(1, number)
return {
    "memory": refused(lambda: open("/proc/1/mem", "rb+")),
    "descriptors": refused(lambda: os.listdir("/proc/1/fd")),
    "stdout": refused(lambda: open("/proc/1/fd/1", "wb")),
    "environ": refused(lambda: open("/proc/1/environ").read()),
}
"""
    (found,) = await bench.jsons("python", code)
    assert found == {"memory": True, "descriptors": True, "stdout": True, "environ": True}


async def test_killing_everything_ends_only_the_step(bench: Bench) -> None:
    assert "SIGKILL" in await bench.fails(Outcome.SIGNALLED, "bash", "(kill -9 -1)")


async def test_no_program_of_the_image_changes_its_user(bench: Bench) -> None:
    code = "find / -xdev -perm /6000 -type f 2>/dev/null | jq -Rc '{path: .}'"
    assert await bench.jsons("bash", code) == []
