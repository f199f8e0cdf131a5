"""Docker is not there, and whoever runs code runs it all the same, outside of any container.

There is nothing else that could run it: the step fails, says what is missing, and its code leaves no trace on
the machine.
"""

from pathlib import Path

import pytest

from sandbox.docker_sandbox import DockerSandbox
from sandbox.model import Language, Outcome, Step
from tests.sandbox.running import Lines, in_chunks

WRITING: dict[Language, str] = {
    "python": "open({path!r}, 'w').close()\nreturn {{}}",
    "javascript": "require('fs').writeFileSync({path!r}, '')\nreturn []",
    "bash": "touch {path!r}; echo '{{}}'",
}


@pytest.mark.parametrize("language", list(WRITING))
@pytest.mark.parametrize("url", ["unix://{folder}/docker.sock", "tcp://127.0.0.1:1", "unix://{folder}/file"])
async def test_code_never_runs_outside_of_a_container(tmp_path: Path, language: Language, url: str) -> None:
    (tmp_path / "file").touch()
    lines, trace = Lines(), tmp_path / "ran"
    box = DockerSandbox(lambda name, language: "image", hosts=[url.format(folder=tmp_path)])
    box.open()
    step = Step(project="p", language=language, code=WRITING[language].format(path=str(trace)))
    result = await box.run(step, in_chunks([{}]), lines.take)
    await box.close()
    assert result.outcome is Outcome.UNAVAILABLE, result
    assert "Docker is not reachable" in result.message
    assert (trace.exists(), lines.all, result.chunks) == (False, [], [])
