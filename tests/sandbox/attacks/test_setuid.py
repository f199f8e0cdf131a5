"""A step becomes another user: by a program of the image that runs as its owner, by one that it makes itself,
or by asking the kernel.

The image has no such program, its folders run nothing and honour no such bit, and nothing that is started has
more rights than who started it.
"""

from sandbox.hardening import USER
from tests.sandbox.attacks.arena import Arena
from tests.sandbox.attacks.in_step import SYSCALLS


async def test_no_program_has_rights_of_its_own(arena: Arena) -> None:
    code = """
import os, stat
found = []
for above, _, names in os.walk("/"):
    if above.startswith(("/proc", "/sys")): continue
    for name in names:
        path = f"{above}/{name}"
        about = os.lstat(path)
        if stat.S_ISREG(about.st_mode) and (about.st_mode & 0o6000 or "security.capability" in os.listxattr(path)):
            found.append(path)
return {"found": found}
"""  # noqa: E501
    assert await arena.found("python", code) == {"found": []}


async def test_no_program_of_ones_own_runs_at_all(arena: Arena) -> None:
    code = """
import os, shutil, subprocess
ran = []
for folder in ("/work", "/tmp", "/data/in", "/data/out"):
    for mode in (0o755, 0o4755, 0o6777):
        path = shutil.copy("/bin/true", f"{folder}/program{mode:o}")
        os.chmod(path, mode)
        for command in ([path], ["/lib64/ld-linux-x86-64.so.2", path], ["/lib/ld-linux-aarch64.so.1", path]):
            try:
                if subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0: ran.append(command)
            except OSError:
                pass
        os.unlink(path)
    with open(f"{folder}/script", "w") as file: file.write("#!/bin/sh\\ntrue\\n")
    os.chmod(f"{folder}/script", 0o777)
    try:
        subprocess.run([f"{folder}/script"])
        ran.append(folder)
    except OSError:
        pass
    os.unlink(f"{folder}/script")
return {"ran": ran}
"""
    assert await arena.found("python", code) == {"ran": []}


async def test_the_kernel_gives_no_other_user_and_no_rights(arena: Arena) -> None:
    code = f"""{SYSCALLS}
import struct
PR_CAP_AMBIENT, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_SECUREBITS = 47, 24, 38, 28
said = [call("setuid", 0), call("setgid", 0), call("setgroups", 1, struct.pack("I", 0)),
        call("capset", struct.pack("II", 0x20080522, 0), struct.pack("6I", *[0xffffffff] * 6))]
refused = [LIBC.prctl(PR_CAP_AMBIENT, 2, 21, 0, 0), LIBC.prctl(PR_SET_SECUREBITS, 1, 0, 0, 0),
           LIBC.prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0)]
def owner(act):
    try:
        act()
        return True
    except OSError:
        return False
open("/work/mine", "w").close()
given = [owner(lambda: os.chown("/work/mine", 0, 0)), owner(lambda: os.seteuid(0)), owner(lambda: os.setresuid(0, 0, 0))]
now = [os.getresuid(), os.getresgid(), os.getgroups()]
return {{"said": said, "refused": refused, "given": given, "now": now}}
"""  # noqa: E501
    found = await arena.found("python", code)
    assert set(found["said"]) <= {"EPERM", "ENOSYS"}
    assert set(found["refused"]) == {-1}
    assert found["given"] == [False, False, False]
    assert found["now"][:2] == [[USER] * 3] * 2
    assert set(found["now"][2]) <= {USER}


async def test_no_command_gives_more(arena: Arena) -> None:
    code = """
for how in 'su -c id' 'sudo id' 'pkexec id' 'newgrp root' 'chroot / id' 'setpriv --reuid 0 id' 'passwd -d root'; do
    timeout 5 $how </dev/null >/dev/null 2>&1 && echo "$how"
done | jq -Rsc '{worked: .}'
"""  # noqa: E501
    assert await arena.found("bash", code) == {"worked": ""}
