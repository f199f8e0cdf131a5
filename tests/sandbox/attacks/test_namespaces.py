"""A step makes namespaces of its own, where it would be root and could mount, or enters those of others.

No system call makes or enters one: the filter refuses them, whatever flags are asked for. And those that the
step is in are not the machine's.
"""

import os

from tests.sandbox.attacks.arena import Arena
from tests.sandbox.attacks.in_step import SYSCALLS

KINDS = ("pid", "ipc", "uts", "mnt", "net")
MAKING = """
NEW = {"time": 0x80, "mnt": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000,
       "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000}
SIGCHLD, THREAD = 17, 0x10000
def born(number):
    if number == 0: os._exit(0)
    return number
tried = {}
for name, flag in NEW.items():
    for with_user in (0, NEW["user"]):
        flags = flag | with_user
        tried[f"unshare {name} {with_user:x}"] = call("unshare", flags)
        tried[f"clone {name} {with_user:x}"] = born(call("clone", flags | SIGCHLD, 0, 0, 0, 0))
        arguments = struct.pack("11Q", flags, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, 0)
        tried[f"clone3 {name} {with_user:x}"] = born(call("clone3", arguments, len(arguments)))
    tried[f"setns by pidfd {name}"] = call("setns", call("pidfd_open", os.getppid(), 0), flag)
for name in os.listdir("/proc/self/ns"):
    tried[f"setns {name}"] = call("setns", os.open(f"/proc/self/ns/{name}", os.O_RDONLY), 0)
tried["unshare files of a thread"] = call("unshare", 0x400)
tried["chroot"] = call("chroot", b"/work")
tried["pivot_root"] = call("pivot_root", b"/work", b"/work")
tried["sethostname"] = call("sethostname", b"mine", 4)
tried["setdomainname"] = call("setdomainname", b"mine", 4)
return tried
"""


async def test_no_namespace_can_be_made_or_entered(arena: Arena) -> None:
    tried = await arena.found("python", f"import struct\n{SYSCALLS}{MAKING}")
    assert len(tried) > 60
    assert {name: said for name, said in tried.items() if said not in ("EPERM", "ENOSYS")} == {}


async def test_no_command_makes_one(arena: Arena) -> None:
    code = """
for how in '-r' '-m' '-n' '-U' '-p -f' '-Urmnpf'; do
    unshare $how true 2>/dev/null && echo $how
done | jq -Rsc '{made: .}'
"""
    assert await arena.found("bash", code) == {"made": ""}


async def test_a_steps_namespaces_are_not_the_machines(arena: Arena) -> None:
    code = f"return {{kind: __import__('os').readlink(f'/proc/self/ns/{{kind}}') for kind in {KINDS}}}"
    inside = await arena.found("python", code)
    assert [kind for kind in KINDS if inside[kind] == os.readlink(f"/proc/self/ns/{kind}")] == []
