"""Names are commands, options or paths: of the project, the workflow, the environment, the files, the hosts.
Elsewhere they reached a shell, or a path outside of the step's folders.

Nothing is run through a shell, and no name becomes part of a path that is not checked; labels hold names of
ours alone.
"""

import pytest

from sandbox.model import Outcome
from tests.sandbox.attacks.arena import Arena, jsons
from tests.sandbox.running import input_file

COMMANDS = [
    *("; touch /work/pwned", "$(touch /work/pwned)", "`touch /work/pwned`", "| id", "&& id", "'\"", "${IFS}"),
    *(
        "--privileged",
        "-v /:/host",
        "../../../etc/passwd",
        "/etc/passwd",
        "a\nb",
        "a\rb",
        "\x1b[2J",
        "*",
        "~",
        "%n",
    ),
]
SEE = "import os\nreturn {'work': os.listdir('/work'), 'in': sorted(os.listdir('/data/in')), 'n': len(items)}"


@pytest.mark.parametrize("name", [*COMMANDS, "a\0b", "x" * 10_000], ids=repr)
async def test_a_project_and_a_workflow_may_be_called_anything(arena: Arena, name: str) -> None:
    for options in ({"project": name}, {"project": "named", "group": name}):
        result = await arena.run("python", SEE, [{}], **options)  # type: ignore[arg-type]
        assert jsons(result) == [{"work": [], "in": [], "n": 1}]


@pytest.mark.parametrize("name", COMMANDS, ids=repr)
async def test_an_environment_of_such_a_name_is_refused(arena: Arena, name: str) -> None:
    result = await arena.run("python", SEE, environment=name)
    assert result.outcome is Outcome.REFUSED
    assert "There is no environment" in result.message


@pytest.mark.parametrize("name", COMMANDS, ids=repr)
async def test_a_file_of_such_a_name_is_a_file_or_refused(arena: Arena, name: str) -> None:
    result = await arena.attack("python", SEE, files=[input_file(name, b"x")])
    if result.outcome is Outcome.COMPLETED:
        (seen,) = jsons(result)
        assert (seen["work"], seen["in"]) == ([], [name.split("/", maxsplit=1)[0]])
    else:
        assert result.outcome is Outcome.REFUSED, result


@pytest.mark.parametrize("name", COMMANDS, ids=repr)
async def test_a_host_of_such_a_name_is_refused(arena: Arena, name: str) -> None:
    result = await arena.attack("python", SEE, network=[f"{name}:443"])
    assert result.outcome is Outcome.REFUSED, result
    assert "can't be granted" in result.message


@pytest.mark.parametrize("value", COMMANDS, ids=repr)
async def test_a_value_of_a_variable_is_text(arena: Arena, value: str) -> None:
    code = "eval \"true\"; jq -nc '{value: env.VALUE}'; ls /work >&2"
    assert await arena.found("bash", code, env={"VALUE": value}) == {"value": value}
