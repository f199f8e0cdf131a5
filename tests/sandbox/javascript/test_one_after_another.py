# ruff: noqa: E501
"""Steps that run one after another in a process, and what makes it unfit for the next."""

import json

import pytest

from tests.sandbox.javascript.talking import Gone, Installed, Process, Silent

SIMPLE = """
console.log('%s', { a: [1] })
const found = await new Promise((resolve) => setTimeout(resolve, 1, 'x'))
const ticks = []
setImmediate(() => ticks.push('immediate'))
queueMicrotask(() => ticks.push('microtask'))
await new Promise((resolve) => setTimeout(resolve, 5))
clearTimeout(setTimeout(() => {}, 1000))
return {
  found, ticks, bytes: new TextEncoder().encode('é').length, text: new TextDecoder().decode(new Uint8Array([195, 169])),
  coded: atob(btoa('x')), copy: structuredClone({ a: new Date(0) }), host: new URL('http://a.b/c?d=e').host,
  query: new URLSearchParams({ a: 'b c' }).toString(), id: crypto.randomUUID().length,
  random: crypto.getRandomValues(new Uint8Array(3)).length, now: performance.now() > 0,
  date: DateTime.fromISO('2020-01-02', { zone: 'utc' }).toISODate(), days: Duration.fromISO('P2D').as('hours'),
  interval: Interval.isInterval(1), chunks: _.chunk([1, 2, 3], 2), same: require('lodash') === _,
  luxon: require('luxon').DateTime === DateTime, text2: _.template('a<%= b %>')({ b: 1 }), global: global === globalThis,
}
"""


def test_a_process_takes_step_after_step(process: Process) -> None:
    for number in range(20):
        run = process.run("return { n: $json.n + 1 }", [{"n": number}])
        assert run.jsons == [{"n": number + 1}]
        assert run.clean


def test_what_code_uses_all_the_time_uses_nothing_up(process: Process) -> None:
    for _ in range(3):
        run = process.run(SIMPLE)
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
    ("code", "why"),
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
def test_what_the_process_lends_uses_it_up(process: Process, code: str, why: str) -> None:
    run = process.run(f"try {{ {code} }} catch {{}}\nreturn []")
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
        "setTimeout(() => setInterval(() => console.log('late'), 1), 1); await new Promise((done) => setTimeout(done, 5))",
        "Promise.resolve().then(() => 0).then(() => console.log('late'))",
        "queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => setTimeout(() => console.log('late'), 1))))",
        "(async () => { for (let n = 0; n < 9; n++) await null; await new Promise((done) => setTimeout(done)) })()",
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
        "Promise.reject(new Error('mine'))\nawait new Promise((resolve) => setTimeout(resolve, 1000))",
        "setTimeout(() => { throw new Error('mine') })\nawait new Promise((resolve) => setTimeout(resolve, 1000))",
        "queueMicrotask(() => { throw new Error('mine') })\nawait new Promise((resolve) => setTimeout(resolve, 1000))",
        "process.nextTick(() => { throw new Error('mine') })\nawait new Promise((resolve) => setTimeout(resolve, 1000))",
        "require('fs').readFile('/', (error) => { throw new Error('mine') })\nawait new Promise(() => {})",
    ],
)
def test_what_nobody_catches_is_the_steps_own_error(process: Process, code: str) -> None:
    run = process.run(code)
    assert run.outcome == "code_error"
    assert run.message.startswith("Error: mine (line 1)")


def test_a_process_serves_two_hundred_steps(process: Process) -> None:
    runs = [process.run("return []") for _ in range(200)]
    assert all(run.clean for run in runs[:-1])
    assert (runs[-1].clean, runs[-1].why) == (False, "age")


def test_a_step_that_leaves_much_memory_uses_the_process_up(installed: Installed) -> None:
    with installed.process(heap=128 * 1024 * 1024) as process:
        keep = "const kept = Array.from({ length: 100 }, () => new Uint8Array(1e6).fill(1))\nreturn { n: kept.length }"
        assert process.run(keep).outcome == "completed"
        held = "globalThis.kept = Array.from({ length: 1000000 }, (_, n) => ({ n }))\nreturn items"
        assert [process.run(held).clean for _ in range(5)] == [True] * 5, "what is garbage is collected"


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
