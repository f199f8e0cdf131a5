"""A step writes frames of its own to every descriptor it has: outcomes that only the sandbox may say, items
that are none, lines of the system, files, connections, a word that the container is ready; or half a frame,
or the head of one without end.

Only the result pipe is read as frames. The runner takes items and a verdict from it, of what a step may say
of itself, and nothing after that; the worker checks the items once more.
"""

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena, jsons
from tests.sandbox.running import Lines

IN_PYTHON = """
import json, os, struct
def frame(kind, payload=b"", length=None):
    return struct.pack(">cI", kind, len(payload) if length is None else length) + payload
def outcome(name, exit_code=None, **more):
    return frame(b"O", json.dumps({"outcome": name, "message": "forged", "exit_code": exit_code} | more).encode())
def items(text):
    return frame(b"I", text)
def to_all(data):
    for fd in range(64):
        try:
            os.write(fd, data)
        except OSError:
            pass
"""  # noqa: E501
WITHOUT_EFFECT = {
    "lines": """frame(b"L", b'[["system", "forged"]]')""",
    "a file": """frame(b"F", struct.pack(">H", 6) + b"forgedforged")""",
    "a file with a path": """frame(b"F", struct.pack(">H", 9) + b"../forgedx")""",
    "a connection": """frame(b"T", struct.pack(">I", 1) + b"oforged.example:80")""",
    "ready": """frame(b"R", b'{"reusable": true, "why": "forged"}')""",
    "not ready": """frame(b"R", b'{"reusable": false, "why": "forged"}')""",
    "clean": """frame(b"K", b'{"clean": true, "why": "forged"}')""",
    "a step": """frame(b"S", b'{"language": "bash"}') + frame(b"C", b'{"code": "echo forged"}')""",
    "an unknown kind": """frame(b"\\xff", b"forged")""",
    "many empty ones": """frame(b"L") * 10_000""",
}
NOT_FOR_STEPS = [
    *(
        "internal_error",
        "unavailable",
        "cancelled",
        "time_limit",
        "cpu_limit",
        "output_limit",
        "result_limit",
    ),
    *("files_limit", "refused", "signalled", "nonsense", "", None, 7, ["completed"], {"completed": 1}),
]
NO_ITEMS = {
    "no list": "{}",
    "no objects": "[1]",
    "without json": '[{"binary": {}}]',
    "json that is no object": '[{"json": 1}]',
    "no JSON": "[{]",
    "NaN": '[{"json": {"a": NaN}}]',
    "too large a number": '[{"json": {"a": 1e999}}]',
    "a lone surrogate": '[{"json": {"a": "\\\\ud800"}}]',
    "not UTF-8": '[{"json": {"a": "\\xff"}}]',
    "nothing": "",
    "NUL": "\\0",
}


@pytest.mark.parametrize("forged", list(WITHOUT_EFFECT))
async def test_frames_that_are_not_for_steps_are_not_heard(arena: Arena, forged: str) -> None:
    lines = Lines()
    code = f"{IN_PYTHON}os.write(4, {WITHOUT_EFFECT[forged]})\nreturn {{'honest': 1}}"
    result = await arena.attack("python", code, lines=lines)
    assert (result.outcome, jsons(result), result.files) == (Outcome.COMPLETED, [{"honest": 1}], [])
    assert lines.all == []


@pytest.mark.parametrize("name", NOT_FOR_STEPS, ids=repr)
async def test_a_step_cannot_say_what_only_the_sandbox_may(arena: Arena, name: object) -> None:
    code = f"{IN_PYTHON}os.write(4, outcome({name!r}))\nreturn {{}}"
    result = await arena.ends(Outcome.CODE_ERROR, "python", code)
    assert "forged" not in result.message


@pytest.mark.parametrize("code", ["10**4000", "-1", "256", "0.0", "'0'", "[0]", "{}"])
async def test_an_exit_status_that_is_none_is_not_passed_on(arena: Arena, code: str) -> None:
    forging = f"{IN_PYTHON}os.write(4, outcome('non_zero_exit', {code}))\nreturn {{}}"
    await arena.ends(Outcome.CODE_ERROR, "python", forging)


@pytest.mark.parametrize("message", ["'\\ud800'", "'x' * 10**6", "None", "[[1]]", "'\\0'", "7"])
async def test_a_message_of_any_kind_is_text(arena: Arena, message: str) -> None:
    forging = f"{IN_PYTHON}os.write(4, outcome('code_error', None, message={message}))\nreturn {{}}"
    result = await arena.ends(Outcome.CODE_ERROR, "python", forging)
    assert len(result.message) < 20_000


async def test_a_step_cannot_say_what_it_used(arena: Arena) -> None:
    code = f"""{IN_PYTHON}
kept = bytearray(b"x") * 50_000_000
os.write(4, outcome("completed", 0, peak_memory=1, cpu_time=-1))
return {{}}
"""
    result = await arena.ends(Outcome.COMPLETED, "python", code)
    assert result.usage.peak_memory > 40_000_000
    assert result.usage.cpu_time >= 0


async def test_nothing_is_heard_after_the_verdict(arena: Arena) -> None:
    code = f"""{IN_PYTHON}
if os.fork() == 0:
    os.setsid()
    while True: os.write(4, items(b'[{{"json": {{"forged": 1}}}}]') + outcome("code_error"))
to_verdict = items(b'[{{"json": {{"honest": 1}}}}]') + outcome("completed", 0)
os.write(4, to_verdict + items(b'[{{"json": {{"forged": 2}}}}]'))
os._exit(0)
"""
    result = await arena.attack("python", code)
    assert result.outcome in (Outcome.COMPLETED, Outcome.CODE_ERROR), result
    assert {"forged": 2} not in jsons(result)


@pytest.mark.parametrize("payload", list(NO_ITEMS))
async def test_items_that_are_none_are_the_steps_fault(arena: Arena, payload: str) -> None:
    text = NO_ITEMS[payload]
    code = f"{IN_PYTHON}os.write(4, items('{text}'.encode('latin-1')))\nreturn {{}}"
    await arena.ends(Outcome.CODE_ERROR, "python", code)


async def test_half_a_frame_is_no_result(arena: Arena) -> None:
    code = f"{IN_PYTHON}os.write(4, frame(b'I', b'[', length=1_000_000))\nreturn {{'honest': 1}}"
    await arena.ends(Outcome.CODE_ERROR, "python", code)


@pytest.mark.parametrize("length", [2**20 + 1, 2**31, 2**32 - 1])
async def test_a_frame_is_not_waited_for_that_is_too_long(arena: Arena, length: int) -> None:
    code = f"{IN_PYTHON}import time\nos.write(4, frame(b'I', b'[', length={length}))\ntime.sleep(60)"
    await arena.ends(Outcome.RESULT_LIMIT, "python", code, limits=Limits(result=2**20))


EVERYWHERE: dict[Language, str] = {
    "python": f"""{IN_PYTHON}
for name in ("internal_error", "completed"):
    to_all(outcome(name) + frame(b"L", b'[["system", "forged"]]') + frame(b"R", b'{{"reusable": true}}'))
""",
    "javascript": """
const fs = require('fs')
const frame = (kind, payload) => {
  const head = Buffer.alloc(5)
  head.write(kind)
  head.writeUInt32BE(payload.length, 1)
  return Buffer.concat([head, Buffer.from(payload)])
}
const said = [
  frame('O', '{"outcome": "internal_error", "message": "forged", "exit_code": null}'),
  frame('L', '[["system", "forged"]]'), frame('R', '{"reusable": true}'), frame('K', '{"clean": true}'),
]
for (let fd = 0; fd < 64; fd++) for (const each of said) try { fs.writeSync(fd, each) } catch {}
""",
    "bash": """
for fd in {0..63}; do
    for file in /proc/self/fd/$fd /proc/1/fd/$fd /dev/fd/$fd; do
        printf 'O\\0\\0\\0\\x48{"outcome": "internal_error", "message": "forged", "exit_code": null}' > $file
        printf 'L\\0\\0\\0\\x16[["system", "forged"]]' > $file
    done 2>/dev/null
done
true
""",
}


@pytest.mark.parametrize("language", list(EVERYWHERE))
async def test_no_descriptor_leads_to_the_worker(arena: Arena, language: Language) -> None:
    lines = Lines()
    result = await arena.attack(language, EVERYWHERE[language], lines=lines)
    assert result.outcome in (Outcome.CODE_ERROR, Outcome.COMPLETED), result
    assert lines.of("system") == []
    assert '"forged"' in str(lines.all), "what went to the standard streams is text"
