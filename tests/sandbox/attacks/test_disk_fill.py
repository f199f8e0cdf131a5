"""Every writable folder is written full, by one step, in all ways that a file can grow.

Each folder is a file system of its own in memory, with a size; it is emptied before the next step.
"""

import pytest

from sandbox.model import Limits, Outcome
from tests.sandbox.attacks.arena import Arena, jsons

SMALL = Limits(wall_time=20, disk=4 * 1024 * 1024)
FOLDERS = ("/work", "/tmp", "/data/out")


@pytest.mark.parametrize("folder", FOLDERS)
async def test_a_full_folder_ends_the_step_that_does_not_mind(arena: Arena, folder: str) -> None:
    code = f"""
with open("{folder}/fill", "wb") as file:
    while True: file.write(b"x" * 100_000)
"""
    result = await arena.ends(Outcome.DISK_LIMIT, "python", code, limits=SMALL)
    assert "4 MB" in result.message


async def test_folders_hold_no_more_than_their_size_however_it_is_filled(arena: Arena) -> None:
    code = """
import os
FOLDERS = ["/work", "/tmp", "/data/in", "/data/out"]
def fill(act):
    try:
        for number in range(10_000): act(number)
    except OSError as error:
        return error.errno
def write(folder):
    file = os.open(folder + "/one", os.O_CREAT | os.O_WRONLY)
    return fill(lambda n: os.write(file, b"x" * 65536))
def allocate(folder):
    file = os.open(folder + "/two", os.O_CREAT | os.O_WRONLY)
    return fill(lambda n: os.posix_fallocate(file, 0, 65536 * (n + 1)))
def name(folder):
    return fill(lambda n: os.symlink("x" * 4000, f"{folder}/link{n}"))
def attribute(folder):
    file = os.open(folder + "/three", os.O_CREAT | os.O_WRONLY)
    return fill(lambda n: os.setxattr(file, f"user.{n}", b"x" * 4000))
errors = {folder: [act(folder) for act in (write, allocate, name, attribute)] for folder in FOLDERS}
def size(path):
    return os.stat(path).st_blocks * 512
used = {folder: size(folder + "/one") + size(folder + "/two") for folder in FOLDERS}
return {"errors": errors, "used": used}
"""
    found = await arena.found("python", code, limits=SMALL)
    for folder, used in found["used"].items():
        assert used <= SMALL.disk, folder
    for folder, errors in found["errors"].items():
        assert None not in errors[:2], folder


async def test_the_rest_of_the_file_system_is_not_written_at_all(arena: Arena) -> None:
    code = "for f in / /etc /usr /usr/local/bin /var /opt /home /root /dev /run /mnt /sys /proc; do"
    code += """ (head -c 100000 /dev/zero > $f/fill) 2>/dev/null && echo $f; done | jq -Rc '{folder: .}'"""
    assert jsons(await arena.ends(Outcome.COMPLETED, "bash", code)) == []
