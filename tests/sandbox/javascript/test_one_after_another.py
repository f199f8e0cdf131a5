"""Steps that run one after another in a process, and what makes it unfit for the next."""

import json

import pytest

from tests.sandbox.javascript.code import script
from tests.sandbox.javascript.talking import Gone, Installed, Process, Silent


def test_a_process_takes_step_after_step(process: Process) -> None:
    for number in range(20):
        run = process.run("return { n: $json.n + 1 }", [{"n": number}])
        assert run.jsons == [{"n": number + 1}]
        assert run.clean


def test_what_code_uses_all_the_time_uses_nothing_up(process: Process) -> None:
    for _ in range(3):
        run = process.run(script("everyday"))
        (found,) = run.jsons
        assert found == {
            **{"found": "x", "ticks": ["microtask", "immediate"], "bytes": 2, "text": "é", "coded": "x"},
            **{"copy": {"a": "1970-01-01T00:00:00.000Z"}, "host": "a.b", "query": "a=b+c", "id": 36},
            **{"random": 3, "now": True, "date": "2020-01-02", "days": 48, "interval": False},
            **{"chunks": [[1, 2], [3]], "same": True, "luxon": True, "text2": "a1", "global": True},
        }
        assert (run.clean, run.why, run.used_up_early) == (True, "", "")
    assert run.printed == "{ a: [Array] }\n" * 3


@pytest.mark.parametrize(
    ("use", "why"),
    [
        ("process.version", "process"),
        ("typeof Buffer", "Buffer"),
        ("typeof fetch", "fetch"),
        ("new AbortController()", "AbortController"),
        ("crypto.subtle", "crypto"),
        ("performance.mark('a')", "performance"),
        ("require('fs')", 'require("fs")'),
        ("require('node:crypto')", 'require("node:crypto")'),
        ("require('./nothing')", 'require("./nothing")'),
        ("require('nothing')", 'require("nothing")'),
        ("await import('fs')", "import()"),
        ("await eval('imp' + 'ort(\"fs\")')", "import()"),
        ("await new Function('return imp' + 'ort(\"fs\")')()", "import()"),
        ("new TextDecoder('latin1')", "TextDecoder"),
        ("structuredClone(1, { transfer: [new ArrayBuffer(1)] })", "structuredClone"),
        ("new FinalizationRegistry(() => {})", "FinalizationRegistry"),
        ("WebAssembly.compile(new Uint8Array())", "WebAssembly"),
        ("Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)", "Atomics.waitAsync"),
    ],
)
def test_what_the_process_lends_uses_it_up(process: Process, use: str, why: str) -> None:
    run = process.run(f"try {{ {use} }} catch {{}}\nreturn []")
    assert run.outcome == "completed"
    assert (run.clean, run.why) == (False, why)


def test_that_it_is_used_up_is_said_before_the_code_could_forge_it(process: Process) -> None:
    clean = json.dumps({"clean": True})
    code = f"""
const frame = Buffer.from([0x4b, 0, 0, 0, {len(clean)}, ...Buffer.from({json.dumps(clean)})])
require('fs').writeSync(4, frame)
process.reallyExit(0)
"""
    process.start(code)
    first = process.receive()
    assert (first.kind, first.json()) == ("K", {"clean": False, "why": "Buffer"})


@pytest.mark.parametrize(
    "code",
    [
        "setInterval(() => console.log('late'), 1)",
        "setTimeout(() => console.log('late'), 1)",
        "setImmediate(() => console.log('late'))",
        "setTimeout(() => setInterval(() => console.log('late'))); await new Promise((e) => setTimeout(e))",
        "Promise.resolve().then(() => 0).then(() => console.log('late'))",
        "queueMicrotask(() => queueMicrotask(() => setTimeout(() => console.log('late'), 1)))",
        "(async () => { for (let n = 0; n < 9; n++) await 0; await new Promise((e) => setTimeout(e)) })()",
    ],
)
def test_what_a_step_left_running_is_dropped(process: Process, code: str) -> None:
    first = process.run(f"{code}\nconst said = 1\nreturn []")
    assert first.clean, first.why
    second = process.run("await new Promise((resolve) => setTimeout(resolve, 30))\nreturn []")
    assert second.printed == first.printed
    assert "late" not in second.printed.removeprefix(first.printed)


def test_an_endless_microtask_loop_never_says_that_it_is_clean(process: Process) -> None:
    process.start("const again = () => Promise.resolve().then(again)\nagain()\nreturn []")
    assert process.outcome().outcome == "completed"
    with pytest.raises(Silent):
        process.receive(patience=0.5)


@pytest.mark.parametrize(
    "code",
    [
        "Promise.reject(new Error('late'))\nreturn []",
        "Promise.resolve().then(() => 0).then(() => { throw new Error('late') })\nreturn []",
    ],
)
def test_what_is_thrown_after_the_end_uses_the_process_up(process: Process, code: str) -> None:
    run = process.run(code)
    assert run.outcome == "completed"
    assert (run.clean, run.why) == (False, "it threw something after its end")


@pytest.mark.parametrize(
    "code",
    [
        "Promise.reject(new Error('mine'))",
        "setTimeout(() => { throw new Error('mine') })",
        "queueMicrotask(() => { throw new Error('mine') })",
        "process.nextTick(() => { throw new Error('mine') })",
        "require('fs').readFile('/', (error) => { throw new Error('mine') })",
    ],
)
def test_what_nobody_catches_is_the_steps_own_error(process: Process, code: str) -> None:
    run = process.run(f"{code}\nawait new Promise((end) => setTimeout(end, 5000))")
    assert run.outcome == "code_error"
    assert run.message.startswith("Error: mine (line 1)")


def test_a_process_serves_two_hundred_steps(process: Process) -> None:
    runs = [process.run("return []") for _ in range(200)]
    assert all(run.clean for run in runs[:-1])
    assert (runs[-1].clean, runs[-1].why) == (False, "age")


def test_garbage_is_collected_before_a_process_counts_as_too_large(installed: Installed) -> None:
    with installed.process(heap=128 * 1024 * 1024) as process:
        held = "globalThis.held = Array.from({ length: 1000000 }, (_, n) => ({ n }))\nreturn []"
        assert [process.run(held).clean for _ in range(5)] == [True] * 5


def test_a_process_that_stays_large_is_used_up(installed: Installed) -> None:
    """Its only memory of steps that are over is their compiled code."""
    with installed.process(heap=24 * 1024 * 1024) as process:
        for number in range(60):
            run = process.run(f"return [] // {number} {'x' * 190_000}")
            if not run.clean:
                break
        assert run.why == "memory"


def test_nothing_is_said_once_the_runner_is_gone(installed: Installed) -> None:
    with installed.process() as process:
        process.start("process.exit(7)")
        run = process.outcome()
        assert (run.outcome, run.exit_code) == ("non_zero_exit", 7)
        with pytest.raises(Gone):
            process.receive()


def test_the_environment_of_the_step_is_seen(process: Process) -> None:
    env = {"COLOUR": "blue", "HTTP_PROXY": "http://127.0.0.1:1"}
    code = "return { colour: process.env.COLOUR, proxy: process.env.HTTP_PROXY }"
    assert process.run(code, env=env).jsons == [{"colour": "blue", "proxy": "http://127.0.0.1:1"}]


def test_a_code_is_compiled_once_and_remembers_nothing(process: Process) -> None:
    code = """
globalThis.runs = (globalThis.runs ?? 0) + 1
const pattern = /x/g
const found = [pattern.lastIndex, pattern.test('xx')]
const tag = (texts) => texts
const seen = tag`a`
const before = Object.isFrozen(seen)
function named() {}
named.runs = (named.runs ?? 0) + 1
return { runs, found, before, own: named.runs, list: [[]].length }
"""
    runs = [process.run(code).jsons for _ in range(3)]
    assert runs == [[{"runs": 1, "found": [0, True], "before": True, "own": 1, "list": 1}]] * 3
