"""Files and folders made so that a simple clean-up fails: without rights, too deep for a path, with names
that are no text, or the folder itself changed. The next step would find them, or no folder to write in."""

import pytest

from sandbox.model import Outcome
from tests.sandbox.attacks.arena import Arena

RESISTING = {
    "no rights": """
for folder in FOLDERS:
    os.makedirs(folder + "/a/b/c")
    for path in ("/a/b/c", "/a/b", "/a"): os.chmod(folder + path, 0)
""",
    "deeper than a path may be long": """
for folder in ("/work", "/tmp"):
    os.chdir(folder)
    for _ in range(3000):
        os.mkdir("deep")
        os.chdir("deep")
    open("bottom", "w").close()
os.chdir("/")
""",
    "names that are no text": """
for folder in ("/work", "/tmp"):
    for name in (b"\\xff\\xfe", b"a\\nb", b"-rf", b"*", b" ", b"$(id)", b"\\x1b[2J", b"x" * 255):
        os.mkdir(os.path.join(folder.encode(), name))
        open(os.path.join(folder.encode(), name, name), "w").close()
""",
    "folders without rights": "for folder in FOLDERS: os.chmod(folder, 0)",
    "folders that all may write": "for folder in FOLDERS: os.chmod(folder, 0o7777)",
    "folders with attributes and times": """
for folder in FOLDERS:
    try:
        os.setxattr(folder, "user.message", b"for the next step")
    except OSError:
        pass
    os.utime(folder, (1, 1))
""",
    "links back": """
for folder in ("/work", "/tmp"):
    os.symlink(".", folder + "/loop")
    os.symlink("/opt", folder + "/opt")
    os.symlink("/proc/self", folder + "/self")
""",
    "special files": """
for folder in ("/work", "/tmp"):
    os.mkfifo(folder + "/fifo")
    socket.socket(socket.AF_UNIX).bind(folder + "/socket")
""",
    "a file in use": """
for folder in ("/work", "/tmp"):
    if os.fork() == 0:
        os.setsid()
        file = open(folder + "/held", "wb")
        file.write(b"x" * 10_000_000)
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        memory = mmap.mmap(os.open(folder + "/held", os.O_RDWR), 10_000_000)
        os.chdir(folder)
        time.sleep(600)
time.sleep(0.2)
""",
}
BEFORE = "import fcntl, mmap, os, socket, time\nFOLDERS = ['/work', '/tmp', '/data/in', '/data/out']\n"


@pytest.mark.parametrize("way", list(RESISTING))
async def test_a_folder_is_as_new_for_the_next_step(arena: Arena, way: str) -> None:
    result = await arena.attack("python", f"{BEFORE}{RESISTING[way]}\nreturn {{}}")
    assert result.outcome in (Outcome.COMPLETED, Outcome.REFUSED), result


async def test_folders_can_be_neither_moved_nor_replaced(arena: Arena) -> None:
    code = (
        BEFORE
        + """
def refused(act):
    try:
        act()
        return False
    except OSError:
        return True
return {folder: [refused(lambda: os.rename(folder, "/tmp/moved")), refused(lambda: os.rmdir(folder)),
                 refused(lambda: os.symlink("/tmp", folder))] for folder in FOLDERS}
"""
    )
    found = await arena.found("python", code)
    assert all(all(refused) for refused in found.values()), found
