"""The command line without a server: what it refuses and what it says."""

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from infra.cli import demo_user, terminal
from infra.cli.client import ClientError
from infra.cli.definitions import read_input, read_workflow
from infra.cli.demo_user import Demo
from infra.cli.lists import execution_lines, workflow_lines
from infra.cli.watch import picture


def flowtape(data_dir: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    ours = {
        "FLOWTAPE_DATA_DIR": str(data_dir),
        "FLOWTAPE_PORT": port,
        "FLOWTAPE_TOKEN": "none",
        **environment,
    }
    command = [sys.executable, "-m", "infra.cli.main", *arguments]
    return subprocess.run(command, env={**os.environ, **ours}, check=False, capture_output=True, text=True)


def test_without_a_server_it_says_how_to_start_one(tmp_path: Path) -> None:
    done = flowtape(tmp_path, "workflows")
    assert done.returncode == 1
    assert "no Flowtape answers at http://127.0.0.1:" in done.stderr
    assert "make up" in done.stderr


def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path) -> None:
    done = flowtape(tmp_path, "executions", FLOWTAPE_PORT="eighty")
    assert done.returncode == 1
    assert done.stderr.startswith("flowtape: a setting in the environment is wrong: port:")


def test_doctor_says_what_is_wrong_and_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{}")
    (tmp_path / "demo.json").chmod(0o644)
    done = flowtape(tmp_path, "doctor", COLUMNS="200")
    assert done.returncode == 1
    assert f"chmod 600 {tmp_path}/demo.json" in done.stdout
    assert "not running" in done.stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "neither a definition"),
        ('{"name": "x"}', "neither a definition"),
    ],
)
def test_a_file_that_is_no_workflow_is_refused(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(ClientError, match=says):
        read_workflow(tmp_path / "x.json")


def test_a_bare_definition_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "rain.json").write_text('{"nodes": []}')
    assert read_workflow(tmp_path / "rain.json").body == {"name": "rain", "definition": {"nodes": []}}


def test_a_file_may_name_the_input_beside_it(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('[{"a": 1}]')
    (tmp_path / "rain.json").write_text('{"name": "Rain", "definition": {"nodes": []}, "input": "rows.json"}')
    content = read_workflow(tmp_path / "rain.json")
    assert content.body == {"name": "Rain", "definition": {"nodes": []}}
    assert content.input == [{"a": 1}]


def test_input_is_json_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text("[1]")
    assert read_input('{"a": 1}') == {"a": 1}
    assert read_input(f"@{tmp_path}/in.json") == [1]
    with pytest.raises(ClientError, match="--input @FILE"):
        read_input("in.json")


def test_the_demo_user_is_remembered_privately(tmp_path: Path) -> None:
    demo = Demo("a@example.com", "secret", "w")
    demo_user.save(tmp_path, demo)
    assert demo_user.load(tmp_path) == demo
    assert (tmp_path / "demo.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "demo.json").read_text())["password"] == "secret"


def test_output_cannot_drive_the_terminal() -> None:
    assert terminal.cell("\x1b[2Jrain\x07").plain == " [2Jrain "


def test_the_picture_shows_every_node_with_its_latest_run() -> None:
    nodes = [{"id": "a", "type": "code", "name": "First"}, {"id": "b", "type": "code"}]
    run = {"node_id": "a", "run_index": 0, "status": "failed", "items_in": 1234, "duration_ms": 12.7}
    runs = [{**run, "attempt": 2, "items_out": None}, {**run, "attempt": 1, "items_out": 7}]
    workflow = {"name": "Rain", "definition": {"nodes": nodes}}
    console = Console(width=100, file=io.StringIO(), force_terminal=False)
    with console.capture() as shown:
        console.print(picture(workflow, "failed", runs))
    title, first, second = shown.get().splitlines()
    assert title.split() == ["Rain", "✗", "failed"]
    assert first.split() == ["✗", "First", "code", "1,234", "→", "0", "items", "13", "ms"]
    assert second.split() == ["·", "b", "code"]


def test_an_execution_is_one_line_and_why_it_failed_another() -> None:
    def execution(number: int, message: str | None) -> dict[str, object]:
        status, at = "failed" if message else "completed", "2026-11-27T04:06:39.123456+00:00"
        ids = {"id": f"{number:036}", "workflow_id": f"{number:036}"}
        return {**ids, "status": status, "trigger": "manual", "created_at": at, "error_message": message}

    python = (
        "Code: NameError: name 'x' is not defined (line 3)\n\nTraceback (most recent call last):\n  File …"
    )
    bash = "Code: The code exited with status 3. It said last:\ncd: nowhere\nline 2: nosuch: not found\n"
    shown = [execution(1, None), execution(2, python), execution(3, bash)]
    said = [line.plain.strip() for line in execution_lines(shown)]
    assert said[1].split() == [f"{1:036}", "✓", "completed", "manual", "2026-11-27", "04:06", f"{1:036}"]
    assert said[3] == "Code: NameError: name 'x' is not defined (line 3)"
    assert said[5] == "Code: The code exited with status 3. It said last: line 2: nosuch: not found"
    assert len(said) == 6


def test_the_name_of_a_workflow_ends_its_line() -> None:
    workflow = {"id": f"{7:036}", "name": "Rain\x1b[2J", "is_active": True, "version": 12}
    _, line = workflow_lines([{**workflow, "updated_at": "2026-11-27T04:06:39+00:00"}])
    assert line.plain == f"{7:036}  ✓            12  2026-11-27 04:06  Rain [2J"
