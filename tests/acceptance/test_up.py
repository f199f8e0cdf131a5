"""``flowtape up`` as people use it: real processes, an empty data folder, no shortcuts."""

import json
import os
import signal
import stat
from collections.abc import Iterator

import docker
import pytest

from infra.embedded.process import started_at
from tests.acceptance.flowtape import Flowtape, until
from tests.fixtures.folders import short_folder

KINDS = ("flowtape web", "flowtape worker", "flowtape projector", "flowtape scheduler")


@pytest.fixture(scope="module")
def flowtape(docker_engine: docker.DockerClient) -> Iterator[Flowtape]:
    """One data folder for the whole story; the tests below follow each other in it."""
    with short_folder() as folder:
        folder.chmod(0o711)
        yield Flowtape(folder / "data")


def test_the_first_start_runs_the_example_and_ends(flowtape: Flowtape) -> None:
    done = flowtape.run("up", "--once")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "completed" in done.stdout
    demo = json.loads((flowtape.data_dir / "demo.json").read_text())
    assert demo["password"] in done.stdout
    assert stat.S_IMODE((flowtape.data_dir / "demo.json").stat().st_mode) == 0o600
    assert flowtape.processes() == {}


def test_a_second_start_finds_everything(flowtape: Flowtape) -> None:
    before = json.loads((flowtape.data_dir / "demo.json").read_text())
    with flowtape.up() as process:
        until(lambda: set(KINDS) <= set(flowtape.processes().values()), 5)
        listed = flowtape.run("workflows")
        assert before["workflow_id"] in listed.stdout
        until(lambda: flowtape.run("executions").stdout.count("completed") == 2, 60)
        running = {pid: started_at(pid) for pid in flowtape.processes()}
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert not [pid for pid, started in running.items() if started_at(pid) == started]
    assert json.loads((flowtape.data_dir / "demo.json").read_text()) == before


def test_after_kill_9_of_the_supervisor_all_goes_and_the_next_start_is_clean(flowtape: Flowtape) -> None:
    with flowtape.up("--no-demo") as process:
        process.kill()
        process.wait()
        until(lambda: not flowtape.processes(), 10)
    with flowtape.up("--no-demo") as process:
        assert flowtape.run("workflows").returncode == 0
        process.terminate()
        assert process.wait(10) == 0


def test_a_process_that_is_killed_comes_back(flowtape: Flowtape) -> None:
    with flowtape.up("--no-demo") as process:
        first = _pid(flowtape, "flowtape scheduler")
        os.kill(first, signal.SIGKILL)
        until(lambda: _pid(flowtape, "flowtape scheduler") not in (0, first), 10)
        process.terminate()
        assert process.wait(10) == 0


def test_two_on_one_folder_or_port_are_refused_before_anything_starts(flowtape: Flowtape) -> None:
    with flowtape.up("--no-demo") as process:
        second = flowtape.run("up", "--once")
        assert second.returncode == 1
        assert f"already runs on {flowtape.data_dir} (process {process.pid})" in second.stderr
        with short_folder() as folder:
            other = Flowtape(folder)
            other.environment["FLOWTAPE_PORT"] = str(flowtape.port)
            third = other.run("up", "--once")
            assert third.returncode == 1
            assert "set FLOWTAPE_PORT to a free port" in third.stderr
            assert not (folder / "postgres").exists()
        process.terminate()
        assert process.wait(10) == 0


PRINTS = {
    "nodes": [
        {"id": "start", "type": "trigger.manual"},
        {
            "id": "say",
            "type": "code",
            "parameters": {"language": "python", "code": "print('a line')\nreturn items"},
        },
    ],
    "edges": [{"source": "start", "target": "say"}],
}


def test_the_command_line_runs_a_file_and_shows_its_logs(flowtape: Flowtape) -> None:
    file = flowtape.data_dir.parent / "prints.json"
    file.write_text(json.dumps(PRINTS))
    with flowtape.up("--no-demo") as process:
        done = flowtape.run("run", str(file), "--input", '[{"a": 1}, {"a": 2}]', "--json")
        assert done.returncode == 0, done.stderr
        execution = json.loads(done.stdout)
        assert execution["output_data"] == {"say": [{"a": 1}, {"a": 2}]}
        for follow in ([], ["--follow"]):
            assert flowtape.run("logs", execution["id"], *follow).stdout == "say a line\n"
        file.write_text(json.dumps(PRINTS).replace("return items", "raise ValueError('wet')"))
        failed = flowtape.run("run", str(file))
        assert failed.returncode == 1
        assert "wet" in failed.stdout
        process.terminate()
        assert process.wait(10) == 0


def _pid(flowtape: Flowtape, title: str) -> int:
    return next((pid for pid, shown in flowtape.processes().items() if shown.startswith(title)), 0)
