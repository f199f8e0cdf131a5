"""Empty files use no room but inodes: each costs the kernel about a kilobyte, and the next step a name.

Folders have so many inodes and no more; emptying them takes a moment, and afterwards none is missing.
"""

from sandbox.model import Limits, Outcome
from tests.sandbox.attacks.arena import Arena

FEW = Limits(disk_files=2_000)


async def test_a_folder_has_only_so_many_files(arena: Arena) -> None:
    code = """
import errno, os
made = {}
for folder in ("/work", "/tmp", "/data/out"):
    os.mkdir(folder + "/deep")
    made[folder] = 0
    try:
        while made[folder] < 10_000:
            open(f"{folder}/deep/{made[folder]}", "w").close()
            made[folder] += 1
    except OSError as error:
        assert error.errno == errno.ENOSPC
    if folder == "/data/out":
        for name in os.listdir(folder + "/deep"): os.unlink(f"{folder}/deep/{name}")
return made
"""
    for folder, made in (await arena.found("python", code, limits=FEW)).items():
        assert 1_000 < made <= 2_000, folder


async def test_a_step_that_makes_files_without_end_is_told_why_it_ended(arena: Arena) -> None:
    code = "import itertools\nfor number in itertools.count(): open(f'/work/{number}', 'w').close()"
    result = await arena.ends(Outcome.DISK_LIMIT, "python", code, limits=FEW)
    assert "2,000" in result.message or "2000" in result.message


async def test_the_default_number_of_files_is_cleared_in_time(arena: Arena) -> None:
    code = """
import os
for folder in ("/work", "/tmp"):
    try:
        for number in range(100_000): os.symlink("x", f"{folder}/{number}")
    except OSError:
        pass
return {"work": len(os.listdir("/work"))}
"""
    assert (await arena.found("python", code))["work"] > 10_000
