"""A step mounts: the machine's disk, another proc, its root anew as writable, folders over others; or it
unmounts what hides something. And it writes to the kernel's own files, some of which name a program that the
kernel runs as root outside of every container.

The calls are refused, there is no device to mount, and those files can't be opened for writing.
"""

from tests.sandbox.attacks.arena import Arena
from tests.sandbox.attacks.in_step import SYSCALLS

MOUNTING = """
REMOUNT, BIND, READ_ONLY = 32, 4096, 1
tried = {}
for kind in (b"tmpfs", b"proc", b"sysfs", b"devtmpfs", b"cgroup", b"cgroup2", b"overlay", b"ext4", b"fuse", b"bpf"):
    tried[f"mount {kind.decode()}"] = call("mount", b"none", b"/work", kind, 0, b"")
    tried[f"fsopen {kind.decode()}"] = call("fsopen", kind, 0)
for place in (b"/", b"/etc/hosts", b"/proc", b"/sys", b"/data/in", b"/dev/mqueue"):
    tried[f"remount {place.decode()}"] = call("mount", b"none", place, None, REMOUNT, None)
    tried[f"bind and remount {place.decode()}"] = call("mount", place, place, None, REMOUNT | BIND, None)
    tried[f"unmount {place.decode()}"] = call("umount2", place, 2)
    tried[f"mount_setattr {place.decode()}"] = call("mount_setattr", -100, place, 0, struct.pack("4Q", 0, 1, 0, 0), 32)
tried["bind"] = call("mount", b"/etc", b"/work", None, BIND, None)
tried["open_tree"] = call("open_tree", -100, b"/", 1)
tried["move_mount"] = call("move_mount", -100, b"/tmp", -100, b"/work", 0)
tried["fsmount"] = call("fsmount", 3, 0, 0)
tried["swapon"] = call("swapon", b"/tmp/swap", 0)
tried["quotactl"] = call("quotactl", 0x800002 << 8, b"/dev/sda", 0, None)
tried["name_to_handle_at"] = call("name_to_handle_at", -100, b"/etc/hosts", bytes(256), bytes(8), 0)
tried["open_by_handle_at"] = call("open_by_handle_at", 3, bytes(256), 0)
return tried
"""  # noqa: E501


async def test_nothing_is_mounted_or_unmounted(arena: Arena) -> None:
    tried = await arena.found("python", f"import struct\n{SYSCALLS}{MOUNTING}")
    assert {name: said for name, said in tried.items() if said not in ("EPERM", "ENOSYS")} == {}


async def test_there_is_no_device_but_those_that_hold_nothing(arena: Arena) -> None:
    code = """
import os, stat
made, kept = [], []
for kind, numbers in ((stat.S_IFBLK, [(8, 0), (259, 0), (253, 0), (254, 0)]), (stat.S_IFCHR, [(1, 1), (1, 2), (10, 229), (5, 1)])):
    for number in numbers:
        try:
            os.mknod("/work/device", kind | 0o600, os.makedev(*number))
            made.append(number)
        except OSError:
            pass
for above, _, names in os.walk("/dev"):
    for name in names:
        found = os.lstat(f"{above}/{name}")
        if stat.S_ISBLK(found.st_mode) or stat.S_ISCHR(found.st_mode): kept.append(name)
return {"made": made, "kept": kept}
"""  # noqa: E501
    found = await arena.found("python", code)
    assert found["made"] == []
    assert set(found["kept"]) <= {"null", "zero", "full", "random", "urandom", "tty", "ptmx"}


async def test_the_kernels_files_cannot_be_written(arena: Arena) -> None:
    code = """
import os
opened = []
def attempt(path):
    try:
        os.close(os.open(path, os.O_WRONLY))
        opened.append(path)
    except OSError:
        pass
for top in ("/proc/sys", "/sys", "/proc/irq", "/proc/fs", "/proc/bus", "/proc/acpi", "/proc/scsi", "/proc/asound"):
    for above, _, names in os.walk(top):
        for name in names: attempt(f"{above}/{name}")
for name in os.listdir("/proc"):
    if not name.isdigit() and os.path.isfile(f"/proc/{name}"): attempt(f"/proc/{name}")
folders = []
for top in ("/sys/fs/cgroup", "/sys/kernel", "/sys/module"):
    try:
        os.mkdir(top + "/mine")
        folders.append(top)
    except OSError:
        pass
return {"opened": opened, "folders": folders}
"""  # noqa: E501
    assert await arena.found("python", code) == {"opened": [], "folders": []}


async def test_only_file_systems_of_the_container_are_mounted(arena: Arena) -> None:
    """No folder of the machine is, nor a socket of its own, but for three files that Docker makes."""
    code = """
mounts = []
for line in open("/proc/self/mountinfo"):
    before, after = line.rstrip().split(" - ")
    mounts.append([before.split()[4], after.split()[0], before.split()[5].split(",")])
return {"mounts": mounts}
"""
    mounts = (await arena.found("python", code))["mounts"]
    kinds = {"overlay", "tmpfs", "proc", "sysfs", "mqueue", "devpts", "cgroup", "cgroup2"}
    others = [(place, options) for place, kind, options in mounts if kind not in kinds]
    assert {place for place, _ in others} <= {"/etc/hosts", "/etc/hostname", "/etc/resolv.conf"}
    assert [place for place, options in others if "ro" not in options] == []
