"""What the documentation names is there, and what is there is named."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from infra.cli.main import app
from tests.conftest import Stack
from tests.docs.pages import ROOT, code_blocks, pages, section
from workers.nodes.registry import NODE_TYPES

_BOX = re.compile(r"[─│╭╮╰╯\s]+")
_LINK = re.compile(r"""(?:\]\(|src(?:set)?=")(?!https?:|\#)([^)"\#]+)""")


def test_the_commands_are_those_that_help_shows() -> None:
    [told] = code_blocks(section("The command line"), "")
    helped = CliRunner().invoke(app, ["--help"], prog_name="flowtape").stdout
    assert _plain(told) in _plain(helped)
    shown = re.findall(r"^│ (\w+) ", told, re.MULTILINE)
    assert shown == list(getattr(get_command(app), "commands", {}))


def test_every_node_type_is_in_the_table() -> None:
    named = re.findall(r"^\| `([a-z.]+)` \|", section("Node types"), re.MULTILINE)
    assert sorted(named) == sorted(NODE_TYPES)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [page.parent / target for target in _LINK.findall(page.read_text("utf-8"))]
    assert not [str(target) for target in targets if not target.exists()]


@pytest.mark.skipif(shutil.which("jq") is None, reason="the README's commands need jq")
def test_the_first_steps_work_as_they_stand(stack: Stack) -> None:
    [_, script] = code_blocks(section("First steps"), "sh")
    answers = re.findall(r"^# (\{.*\})$", script, re.MULTILINE)
    here = script.replace("http://127.0.0.1:8000", stack.base_url)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", here], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert answers
    assert [answer for answer in answers if answer not in done.stdout] == []
    assert done.stdout.splitlines()[-1] == "execution.completed"


def _plain(text: str) -> str:
    return _BOX.sub(" ", text).strip()
