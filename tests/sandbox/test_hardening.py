"""What a step can see and touch, asked from within."""

import os

import pytest

from sandbox.docker_sandbox import DockerSandbox
from sandbox.hardening import FOLDERS, USER
from sandbox.model import Outcome, Step
from sandbox.pool.settings import PoolSettings
from tests.sandbox.running import Bench, Lines, in_chunks

CANARY = "canary-5d1f3c"
NUMBERS = {
    "clone": 56, "shmget": 29, "socket": 41, "ptrace": 101, "personality": 135, "mount": 165,
    "kexec_load": 246, "add_key": 248, "keyctl": 250, "unshare": 272, "perf_event_open": 298,
    "prlimit64": 302, "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308,
    "process_vm_readv": 310, "process_vm_writev": 311, "memfd_create": 319, "bpf": 321, "userfaultfd": 323,
    "io_uring_setup": 425, "clone3": 435, "pidfd_getfd": 438,
}  # fmt: skip
"""Of system calls on x86-64."""


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
  [ -d $mount ] && (: > $mount/probe && rm $mount/probe) 2>/dev/null && writable="$writable $mount"
done
echo $writable | jq -Rc '{writable: (split(" ") | unique)}'
"""
    (found,) = await bench.jsons("bash", code)
    work = {"/work", "/tmp", "/data/out"}
    assert work <= set(found["writable"]) <= {*work, "/data/in", "/dev/shm"}


async def test_the_work_folders_run_nothing_and_hold_no_devices(bench: Bench) -> None:
    code = """
found = {}
for line in open("/proc/self/mountinfo"):
    fields = line.split()
    found[fields[4]] = fields[5].split(",")
return found
"""
    (found,) = await bench.jsons("python", code)
    assert "ro" in found["/"]
    for folder in FOLDERS:
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
    ours = {"HOME", "HOSTNAME", "LANG", "PATH", "TMPDIR"}
    assert set(found["names"]) == ours


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


@pytest.mark.parametrize(
    ("call", "arguments", "error"),
    [
        ("unshare", "0x10000000", "EPERM"),  # a user namespace
        ("setns", "3, 0", "EPERM"),
        ("clone", "0x10000011, 0, 0, 0, 0", "EPERM"),
        ("clone3", "0, 0", "ENOSYS"),
        ("mount", "b'none', b'/work', b'tmpfs', 0, 0", "EPERM"),
        ("ptrace", "16, 1, 0, 0", "EPERM"),
        ("process_vm_readv", "1, 0, 0, 0, 0, 0", "EPERM"),
        ("process_vm_writev", "1, 0, 0, 0, 0, 0", "EPERM"),
        ("pidfd_getfd", "0, 0, 0", "EPERM"),
        ("io_uring_setup", "1, 0", "ENOSYS"),
        ("userfaultfd", "0", "ENOSYS"),
        ("bpf", "0, 0, 0", "EPERM"),
        ("perf_event_open", "0, 0, 0, 0, 0", "EPERM"),
        ("keyctl", "0, 0, 0, 0, 0", "EPERM"),
        ("add_key", "b'user', b'a', b'b', 1, 0", "EPERM"),
        ("kexec_load", "0, 0, 0, 0", "EPERM"),
        ("personality", "0xffffffff", "EPERM"),
        ("name_to_handle_at", "0, 0, 0, 0, 0", "EPERM"),
        ("open_by_handle_at", "0, 0, 0", "EPERM"),
        ("memfd_create", "b'a', 0", "ENOSYS"),
        ("shmget", "0, 4096, 0o1600", "EPERM"),
        ("prlimit64", "1, 7, 0, 0", "EPERM"),
        ("socket", "2, 3, 1", "EPERM"),  # raw
        ("socket", "17, 2, 0", "EPERM"),  # packets
        ("socket", "40, 1, 0", "EPERM"),  # vsock
        ("socket", "38, 5, 0", "EPERM"),  # the kernel's cryptography
        ("socket", "16, 3, 0", "EPERM"),  # netlink
    ],
)
async def test_a_system_call_is_refused(bench: Bench, call: str, arguments: str, error: str) -> None:
    code = f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall({NUMBERS[call]}, {arguments})
return {{"result": result, "error": errno.errorcode.get(ctypes.get_errno())}}
"""
    assert await bench.jsons("python", code) == [{"result": -1, "error": error}]


async def test_numpy_and_pandas_work(bench: Bench) -> None:
    code = """
import numpy, pandas
frame = pandas.DataFrame([item["json"] for item in items]).groupby("k").sum().reset_index()
ones = numpy.ones((200, 200))
return {"sum": int(ones.dot(ones).sum()), "rows": frame.to_dict("records")}
"""
    items = [{"k": n % 2, "n": n} for n in range(10)]
    assert await bench.jsons("python", code, items, environment="data") == [
        {"sum": 8_000_000, "rows": [{"k": 0, "n": 20}, {"k": 1, "n": 25}]}
    ]


async def test_what_programs_usually_do_works(bench: Bench) -> None:
    code = r"""
import concurrent.futures, multiprocessing, socket, subprocess, tempfile, threading
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    squares = list(pool.map(lambda n: n * n, range(4)))
left, right = socket.socketpair()
left.send(b"hello")
with tempfile.NamedTemporaryFile() as file:
    file.write(b"x")
listening = socket.create_server(("127.0.0.1", 0))
lock = multiprocessing.Lock()
script = "echo $(ls / | sort | head -1) | tr a-z A-Z"
shown = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
return {"squares": squares, "said": right.recv(5).decode(), "shown": shown.stdout}
"""
    assert await bench.jsons("python", code) == [{"squares": [0, 1, 4, 9], "said": "hello", "shown": "BIN\n"}]


async def test_another_runtime_has_to_be_there(bench: Bench) -> None:
    box = DockerSandbox(bench.image_of, runtime="runsc-that-is-not-there")
    step = Step(project="p", language="bash", code="echo")
    result = await box.run(step, in_chunks([]), Lines().take)
    await box.close()
    assert result.outcome is Outcome.UNAVAILABLE
    assert "OCI runtime 'runsc-that-is-not-there' that SANDBOX_RUNTIME names" in result.message


async def test_the_engines_own_runtime_may_be_named(bench: Bench) -> None:
    box = DockerSandbox(bench.image_of, runtime="runc", settings=PoolSettings(spares=0))
    step = Step(project="p", language="bash", code="echo '{}'")
    assert (await box.run(step, in_chunks([]), Lines().take)).outcome is Outcome.COMPLETED
    await box.close()


@pytest.mark.parametrize(
    "name",
    [
        "LD_PRELOAD", "LD_LIBRARY_PATH", "NODE_OPTIONS", "NODE_PATH", "PYTHONSTARTUP", "PYTHONPATH",
        "PYTHONHOME", "BASH_ENV", "ENV", "PATH", "IFS", "PS4", "SHELLOPTS", "HOME", "GLIBC_TUNABLES",
        "HTTPS_PROXY", "http_proxy", "all_proxy", "ld_preload", "BASH_FUNC_ls%%", "A=B", "", "1A",
    ],
)  # fmt: skip
async def test_a_variable_that_changes_how_programs_start_is_refused(bench: Bench, name: str) -> None:
    message = await bench.fails(Outcome.REFUSED, "bash", "echo", env={name: "x"})
    assert repr(name) in message or f"variable {name} " in message


async def test_a_value_that_is_no_text_is_refused(bench: Bench) -> None:
    for value in ("a\0b", "\ud800", "x" * 40_000):
        assert "value of MINE" in await bench.fails(Outcome.REFUSED, "bash", "echo", env={"MINE": value})


async def test_other_variables_are_set(bench: Bench) -> None:
    env = {"GREETING": "good\nmorning", "LC_ALL": "C"}
    code = "import os\nreturn {'said': os.environ['GREETING']}"
    assert await bench.jsons("python", code, env=env) == [{"said": "good\nmorning"}]
    assert await bench.jsons("bash", "jq -nc '{said: env.GREETING}'", env=env) == [{"said": "good\nmorning"}]
    code = "return { said: process.env.GREETING }"
    assert await bench.jsons("javascript", code, env=env) == [{"said": "good\nmorning"}]


async def test_no_program_of_the_image_changes_its_user(bench: Bench) -> None:
    code = "find / -xdev -perm /6000 -type f 2>/dev/null | jq -Rc '{path: .}'"
    assert await bench.jsons("bash", code) == []
