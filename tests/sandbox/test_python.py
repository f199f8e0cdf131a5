"""Python code is the body of a function over the items."""

import pytest

from sandbox.model import Outcome
from tests.sandbox.running import Bench, Lines, items_of

STRANGE = {
    "nul": "a\0b",
    "text": "ÿ\u2028\U0001f600 \x7f\x1b",
    "__proto__": {"x": 1},
    "constructor": 2,
    "big": 2**53 + 1,
    "huge": 10**40,
}


async def test_all_items_are_seen_at_once_and_plain_objects_are_wrapped(bench: Bench) -> None:
    code = "return [{'n': item['json']['n'] * 2, 'of': len(items)} for item in items]"
    assert await bench.jsons("python", code, [{"n": 1}, {"n": 2}]) == [{"n": 2, "of": 2}, {"n": 4, "of": 2}]


async def test_each_item_is_paired_with_what_came_of_it(bench: Bench) -> None:
    result = await bench.run(
        "python", "return {'n': item['json']['n'] + 1}", [{"n": 1}, {"n": 2}], mode="each"
    )
    assert items_of(result) == [{"json": {"n": 2}}, {"json": {"n": 3}}]
    assert result.paired == "identity"


async def test_whatever_json_can_hold_comes_back_exactly(bench: Bench) -> None:
    assert await bench.jsons("python", "return items", [STRANGE]) == [STRANGE]


async def test_items_of_both_kinds_keep_what_they_are(bench: Bench) -> None:
    code = "return {'json': {'a': 1}, 'binary': {'f': {'file_id': 'x'}}, 'paired': 3}"
    result = await bench.run("python", code)
    assert items_of(result) == [{"json": {"a": 1}, "binary": {"f": {"file_id": "x"}}, "paired": 3}]
    assert await bench.jsons("python", "return {'json': 5}") == [{"json": 5}]
    assert await bench.jsons("python", "return []", [{"a": 1}]) == []


async def test_what_is_printed_is_logged_as_it_is_whatever_text(bench: Bench) -> None:
    lines = Lines()
    code = """
import sys, os
print("nul \\0 and \\U0001f600")
print("lone \\ud800", file=sys.stderr)
os.write(1, b"not utf-8 \\xff\\r\\nno end")
return items
"""
    await bench.run("python", code, lines=lines)
    assert lines.of("stdout") == ["nul \0 and \U0001f600", "not utf-8 \ufffd", "no end"]
    assert lines.of("stderr") == ["lone \\ud800"]


async def test_variables_are_seen_under_their_names(bench: Bench) -> None:
    assert await bench.jsons("python", "return {'x': nodes['A']}", variables={"nodes": {"A": [1]}}) == [
        {"x": [1]}
    ]


async def test_an_error_is_shown_with_the_lines_of_the_code_alone(bench: Bench) -> None:
    code = "def inner(x):\n    return 1 / x\n\nreturn [inner(0)]"
    message = await bench.fails(Outcome.CODE_ERROR, "python", code)
    assert message.startswith("ZeroDivisionError: division by zero (line 2)\n")
    assert 'File "<code>", line 4, in code\n    return [inner(0)]' in message
    assert "/opt/" not in message


async def test_an_error_within_the_standard_library_keeps_its_frames(bench: Bench) -> None:
    message = await bench.fails(Outcome.CODE_ERROR, "python", "import json\nreturn json.loads('{')")
    assert "(line 2)" in message.splitlines()[0]
    assert "json/decoder.py" in message
    assert "/opt/" not in message


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("return (", "SyntaxError: '(' was never closed (line 1)"),
        ("x = 1\n  y = 2", "IndentationError: unexpected indent (line 2)"),
        ("pass", "returned nothing"),
        ("return 'text'", "returned a str"),
        ("return (x for x in items)", "returned a generator"),
        ("return [1]", "Item 0 is an int"),
        ("return [{'json': {}}, {'a': 1}]", "a mixture: item 1 is a plain object, while item 0 is an item"),
        ("return {'a': float('nan')}", "['a'] is nan"),
        ("return [{}, {'a': [1e400]}]", "Item 1['a'][0] is inf"),
        ("return {'a': {1, 2}}", "['a'] is a set, which JSON can't hold; use sorted()"),
        ("return {'a': b'x'}", "['a'] is a bytes"),
        ("return {'a': '\\ud800'}", "['a'] has a lone surrogate"),
        ("return {(1, 2): 3}", "has a key that is a tuple"),
        ("import datetime\nreturn {'a': datetime.date.today()}", "use .isoformat()"),
        ("a = {}\na['b'] = a\nreturn a", "['b'] contains itself"),
        ("a = {}\nfor _ in range(100): a = {'b': a}\nreturn a", "more than 100 levels"),
        ("a = []\nfor _ in range(5000): a = [a]\nreturn {'a': a}", "more than 100 levels"),
        ("import os\nos._exit(0)", "ended its process before it returned"),
        ("import sys\nsys.exit()", "sys.exit() before it returned"),
    ],
)
async def test_what_is_not_items_is_named(bench: Bench, code: str, said: str) -> None:
    assert said in await bench.fails(Outcome.CODE_ERROR, "python", code)


async def test_a_hundred_levels_are_not_too_many(bench: Bench) -> None:
    (json,) = await bench.jsons("python", "a = {}\nfor _ in range(99): a = {'b': a}\nreturn a")
    assert str(json).count("{") == 100


async def test_for_each_item_one_object_is_returned(bench: Bench) -> None:
    message = await bench.fails(Outcome.CODE_ERROR, "python", "return [item]", [{}], mode="each")
    assert "For item 0 the code returned a list; return one object for each item." in message


async def test_exit_statuses_and_signals_are_told_apart(bench: Bench) -> None:
    result = await bench.run("python", "import sys\nsys.exit(7)")
    assert (result.outcome, result.exit_code) == (Outcome.NON_ZERO_EXIT, 7)
    killed = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"
    assert "SIGSEGV" in await bench.fails(Outcome.SIGNALLED, "python", killed)


async def test_a_step_can_not_forge_what_the_runner_says(bench: Bench) -> None:
    forged = r"""
import os, struct
def frame(kind, payload): return struct.pack(">cI", kind, len(payload)) + payload
outcome = b'{"outcome": "internal_error", "message": "forged", "exit_code": null}'
for fd in (1, 2, 4):
    os.write(fd, frame(b"O", outcome))
return items
"""
    message = await bench.fails(Outcome.CODE_ERROR, "python", forged)
    assert "forged" not in message


async def test_forged_result_items_are_checked(bench: Bench) -> None:
    forged = r"""
import os, struct
payload = b'[{"json": ' + b'{"a":' * 150 + b'1' + b'}' * 150 + b'}]'
os.write(4, struct.pack(">cI", b"I", len(payload)) + payload)
return items
"""
    assert "100 levels" in await bench.fails(Outcome.CODE_ERROR, "python", forged)
