"""Tricks that broke out of vm contexts elsewhere: none reaches an object of the process's realm.

Each runs in a process of its own, and must find nothing of that realm as long as the process counts as clean.
What uses the process up may reach it: no other step sees that process again.
"""

import pytest

from tests.sandbox.javascript.code import names, script
from tests.sandbox.javascript.talking import Process

# The word alone would have the process lend things.
PRELUDE = f"{script('prelude')}\nconst load = globalThis['re' + 'quire']\n"

SPY = """
const look = (how, ...values) => { note(how, ...values); console.error('looked at ' + how + ': ' + reached) }
const spy = new Proxy({}, {
  get: (_, name) => (...all) => {
    if (name !== 'getPrototypeOf') look(name, ...all)
    return Reflect[name](...all)
  },
})
"""


@pytest.mark.parametrize("trick", names("tricks"))
def test_no_trick_reaches_the_process(process: Process, trick: str) -> None:
    nodes = {"other": [{"json": {"a": 1}}]}
    tried = f"{PRELUDE}{script(trick)}\nreturn {{ reached: reached.join() }}"
    run = process.run(tried, [{"n": 1}], variables={"nodes": nodes})
    assert run.jsons == [{"reached": ""}]
    assert run.clean or run.why in ("memory", "it threw something after its end"), run.why


@pytest.mark.parametrize("result", names("results"))
def test_no_result_reaches_the_process(process: Process, result: str) -> None:
    """What is found is printed, since these don't return as usual."""
    run = process.run(f"{PRELUDE}{SPY}{script(result)}")
    looked = [line for line in run.complained.splitlines() if line.startswith("looked at ")]
    assert looked, run
    assert [line for line in looked if not line.endswith(": ")] == []
    assert run.clean, run.why


@pytest.mark.parametrize("loan", names("loans"))
def test_what_does_reach_the_process_uses_it_up_first(process: Process, loan: str) -> None:
    run = process.run(f"{PRELUDE}{script(loan)}\nreturn []")
    assert run.outcome == "completed", run
    assert run.used_up_early
    assert not run.clean


def test_what_is_of_the_process_would_be_noticed(process: Process) -> None:
    run = process.run(f"{PRELUDE}walk(process, 'process')\nreturn {{ n: reached.length }}")
    assert run.jsons[0]["n"] > 100


def test_the_realm_of_the_process_compiles_no_text(process: Process) -> None:
    """Should something reach it all the same, it is no way to run code there."""
    code = "require('fs').readFileSync.constructor('return 1')()"
    tried = f"try {{ {code} }} catch (error) {{ return {{ said: error.message }} }}"
    assert "Code generation from strings disallowed" in process.run(tried).jsons[0]["said"]
