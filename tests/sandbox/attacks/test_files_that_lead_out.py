"""A step leaves in /data/out what is no plain file: links to files of the container or the machine, pipes,
devices, files that say to be larger than they are, names that lead elsewhere once they are used as paths.

Whoever collects looks at each name within its folder without following anything, takes plain files with one
name only, and refuses the step otherwise. Nothing of it comes back, and the message says which and why.
"""

import pytest

from sandbox.model import Limits, Outcome
from tests.sandbox.attacks.arena import Arena
from tests.sandbox.running import input_file

BEFORE = "import os, socket, stat\nOUT = '/data/out'\nos.chdir(OUT)\n"
REFUSED = {
    "link to a file": ("os.symlink('/etc/passwd', 'a')", "symbolic link"),
    "link to a file of the machine": ("os.symlink('/proc/1/root/etc/shadow', 'a')", "symbolic link"),
    "link to the runner's environment": ("os.symlink('/proc/1/environ', 'a')", "symbolic link"),
    "link upwards": ("os.symlink('../in/given', 'a')", "symbolic link"),
    "link to nothing": ("os.symlink('nothing', 'a')", "symbolic link"),
    "link to itself": ("os.symlink('a', 'a')", "symbolic link"),
    "link to a folder": ("os.symlink('/etc', 'a')", "symbolic link"),
    "link to an open file": ("os.symlink('/proc/self/fd/0', 'a')", "symbolic link"),
    "link in a folder": ("os.makedirs('b/c')\nos.symlink('/etc/passwd', 'b/c/a')", "symbolic link"),
    "link among files": ("open('0', 'w').write('x')\nos.symlink('0', 'a')", "symbolic link"),
    "two names of a file": ("open('a', 'w').write('x')\nos.link('a', 'b')", "hard link"),
    "another name in a folder": (
        "os.mkdir('b')\nopen('a', 'w').write('x')\nos.link('a', 'b/c')",
        "hard link",
    ),
    "pipe": ("os.mkfifo('a')", "no plain file"),
    "socket": ("socket.socket(socket.AF_UNIX).bind('a')", "no plain file"),
    "device that hides": ("os.mknod('a', stat.S_IFCHR | 0o600, os.makedev(0, 0))", "no plain file"),
    "ten gigabytes of nothing": ("open('a', 'wb').truncate(10 * 2**30)", "sparse"),
    "as many bytes as there are": ("open('a', 'wb').truncate(2**62)", "sparse"),
    "a hole before its end": ("with open('a', 'wb') as f: f.seek(10**9) and f.write(b'x')", "sparse"),
    "backslashes": ("open('..\\\\..\\\\a', 'w').close()", "characters"),
    "a line's end": ("open('a\\nb', 'w').close()", "characters"),
    "an escape": ("open('a\\x1b[2J', 'w').close()", "characters"),
    "no text": ("open(b'\\xff\\xfe', 'w').close()", "not UTF-8"),
    "half a character": ("open('x' * 200 + '\\udcff', 'w').close()", "not UTF-8"),
    "a folder that is no text": ("os.mkdir(b'\\xff')\nopen(b'\\xff/a', 'w').close()", "not UTF-8"),
    "forty folders": ("os.makedirs('d/' * 40)\nopen('d/' * 40 + 'a', 'w').close()", "32 folders"),
    "folders deeper than a path may be long": (
        "for _ in range(3000):\n    os.mkdir('d')\n    os.chdir('d')\nopen('a', 'w').close()",
        "32 folders",
    ),
    "more files than anybody wants": ("for n in range(1001): open(str(n), 'w').close()", "1000 files"),
}
TAKEN = {
    "a name that looks like options": ("open('-rf', 'w').write('x')", ["-rf"]),
    "a name that looks like commands": ("open('$(id);`id`|id&', 'w').write('x')", ["$(id);`id`|id&"]),
    "dots": ("open('...', 'w').write('x')\nopen('..a', 'w').write('x')", ["...", "..a"]),
    "text of any kind": ("open('é\\u202etxt.exe', 'w').write('x')", ["é\u202etxt.exe"]),
    "no rights": (
        "os.mkdir('b')\nopen('b/a', 'w').write('x')\nos.chmod('b/a', 0)\nos.chmod('b', 0)\nos.chmod(OUT, 0)",
        ["b/a"],
    ),
    "all rights": ("open('a', 'w').write('x')\nos.chmod('a', 0o6777)", ["a"]),
    "a file that was deleted": ("f = open('a', 'w')\nf.write('x')\nf.flush()\nos.unlink('a')", []),
    "no file at all": ("os.makedirs('a/b/c')", []),
}


@pytest.mark.parametrize("what", list(REFUSED))
async def test_what_is_no_plain_file_is_refused(arena: Arena, what: str) -> None:
    code, why = REFUSED[what]
    given = [input_file("given", b"given")]
    result = await arena.ends(Outcome.REFUSED, "python", f"{BEFORE}{code}\nreturn {{}}", files=given)
    assert why in result.message
    assert result.message.isprintable()
    assert (result.files, result.chunks) == ([], [])


@pytest.mark.parametrize("what", list(TAKEN))
async def test_a_plain_file_is_taken_whatever_it_is_called(arena: Arena, what: str) -> None:
    code, names = TAKEN[what]
    result = await arena.ends(Outcome.COMPLETED, "python", f"{BEFORE}{code}\nreturn {{}}")
    assert [file.name for file in result.files] == names
    assert [file.content.read() for file in result.files] == [b"x"] * len(names)


async def test_nothing_outside_gets_another_name_there(arena: Arena) -> None:
    """Not even a hard link can be made to what is on another file system; and a device takes rights."""
    code = f"""{BEFORE}
made = []
def attempt(act):
    try:
        act()
        made.append(True)
    except OSError:
        pass
for path in "/etc/passwd /opt/flowtape/environment.json /data/in/given /proc/1/environ /dev/shm".split():
    attempt(lambda: os.link(path, "a"))
    attempt(lambda: os.rename(path, "a"))
for number in ((1, 1), (8, 0), (1, 3)):
    for kind in (stat.S_IFCHR, stat.S_IFBLK): attempt(lambda: os.mknod("a", kind, os.makedev(*number)))
return {{"made": made}}
"""
    given = [input_file("given", b"given")]
    assert await arena.found("python", code, files=given) == {"made": []}


async def test_more_bytes_than_allowed_are_not_taken(arena: Arena) -> None:
    code = f"{BEFORE}for n in range(3): open(str(n), 'wb').write(b'x' * 400_000)\nreturn {{}}"
    result = await arena.ends(Outcome.FILES_LIMIT, "python", code, limits=Limits(files=1_000_000))
    assert result.files == []


RACING = """
const fs = require('fs'), { Worker } = require('worker_threads')
const swapping = `
  const fs = require('fs')
  for (;;) for (const put of [
    () => fs.writeFileSync('/data/out/a', 'plain'),
    () => fs.symlinkSync('/etc/passwd', '/data/out/a'),
    () => fs.linkSync('/data/out/b', '/data/out/a'),
    () => fs.mkdirSync('/data/out/a'),
  ]) try { fs.rmSync('/data/out/a', { recursive: true, force: true }); put(); fs.appendFileSync('/data/out/b', 'x'.repeat(100000)) } catch {}
`
fs.writeFileSync('/data/out/b', 'plain')
new Worker(swapping, { eval: true }).unref()
await new Promise((next) => setTimeout(next, 20))
return []
"""  # noqa: E501


@pytest.mark.parametrize("round", range(5))
async def test_files_that_change_while_they_are_collected(arena: Arena, round: int) -> None:
    """A JavaScript process goes on after its step; one that can touch files is ended before that."""
    result = await arena.attack("javascript", RACING)
    assert result.outcome in (Outcome.COMPLETED, Outcome.REFUSED), result
    for file in result.files:
        assert b"root:" not in file.content.read()
