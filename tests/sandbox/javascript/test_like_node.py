"""What the context makes itself does as node.js does: the same expressions, in it and in a bare node."""

import re
import subprocess

import pytest

from tests.sandbox.javascript.code import lines
from tests.sandbox.javascript.talking import Installed, Process

_FRAMES = re.compile(r"\n +(at |\.\.\. \d+ lines)[^\n]*")


@pytest.mark.parametrize("name", ["console", "values"])
def test_it_is_shown_as_node_shows_it(installed: Installed, process: Process, name: str) -> None:
    expressions = lines(name)
    code = "\n".join(
        f"console.log('#{number}'); console.log({line})" for number, line in enumerate(expressions)
    )
    bare = subprocess.run(
        [installed.node, "-e", f"(async () => {{ {code} }})()"], capture_output=True, text=True, check=True
    )
    run = process.run(f"{code}\nreturn []")
    assert run.outcome == "completed", run
    assert run.clean, run.why
    pairs = zip(expressions, _shown(run.printed), _shown(bare.stdout), strict=True)
    assert [(line, ours, its) for line, ours, its in pairs if ours != its] == []


def test_errors_are_shown_with_the_lines_of_the_code_alone(process: Process) -> None:
    failing = (
        "const fail = () => { throw new Error('x') }\ntry {\n  fail()\n} catch (error) { console.log(error) }"
    )
    run = process.run(failing)
    assert run.printed == "Error: x\n    at fail (code:1:28)\n    at code:3:3\n"


def test_complaints_go_to_stderr(process: Process) -> None:
    run = process.run("console.error('a')\nconsole.warn('b')\nconsole.trace('c')\nconsole.assert(0, 'd')")
    assert run.complained == "a\nb\nTrace: c\n    at code:3:9\nAssertion failed: d\n"
    assert run.printed == ""


def _shown(printed: str) -> list[str]:
    pieces = re.split(r"^#\d+$", printed, flags=re.MULTILINE)
    return [_FRAMES.sub("", piece) for piece in pieces[1:]]
