"""Whatever a step does to its globals and prototypes, the next one in the same process finds them as new."""

import pytest

from tests.sandbox.javascript.code import names, script
from tests.sandbox.javascript.talking import Process

POISONS = names("poisons")


@pytest.fixture
def untouched(process: Process) -> str:
    (found,) = process.run(script("whole_realm")).jsons
    assert found["size"] > 1000
    return str(found["text"])


@pytest.mark.parametrize("poison", POISONS)
def test_the_next_step_finds_a_new_realm(process: Process, untouched: str, poison: str) -> None:
    poisoned = process.run(f"{script(poison)}\nreturn []")
    assert poisoned.clean, poisoned
    (found,) = process.run(script("whole_realm")).jsons
    assert found["text"] == untouched


@pytest.mark.parametrize("poison", POISONS)
def test_the_next_step_works_as_ever(process: Process, poison: str) -> None:
    process.run(f"{script(poison)}\nreturn []")
    run = process.run(script("as_ever"), [{"n": 1}])
    assert run.jsons == [
        {
            **{"at": "2020-01-01T00:00:00.000Z", "zone": True, "chunks": [[1, 2], [3]], "mixed": "undefined"},
            **{"url": "http://a/b", "copy": {"b": 1}, "id": 36, "left": "undefined", "x": True, "items": 1},
            **{"capture": ""},
        }
    ]
    assert run.printed.endswith("{ a: [ 1 ] } x\n")


def test_poisoned_prototypes_change_nothing_for_the_steps_own_result(process: Process) -> None:
    poison = (
        "Array.prototype.map = Object.keys = JSON.stringify = Object.prototype.toString = () => { throw 1 }"
    )
    assert process.run(f"{poison}\nreturn items", [{"a": [1, {"b": "c"}]}]).jsons == [{"a": [1, {"b": "c"}]}]


def test_variables_of_a_step_are_gone_with_it(process: Process) -> None:
    assert process.run("return { s: secret }", variables={"secret": "x"}).jsons == [{"s": "x"}]
    assert process.run("return { s: typeof secret, n: $input.all().length }").jsons == [
        {"s": "undefined", "n": 0}
    ]
