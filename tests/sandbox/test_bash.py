"""Bash: an item's json on each line of stdin; lines of stdout that are objects become items."""

from sandbox.model import Outcome
from tests.sandbox.running import Bench, Lines, items_of

STRANGE = {
    "nul": "a\0b",
    "text": "ÿ\u2028\U0001f600",
    "__proto__": {"x": 1},
    "big": 2**53 + 1,
    "huge": 10**40,
}


async def test_items_come_as_lines_and_go_as_lines(bench: Bench) -> None:
    assert await bench.jsons("bash", "jq -c '{n: (.n * 2)}'", [{"n": 1}, {"n": 2}]) == [{"n": 2}, {"n": 4}]


async def test_a_copy_is_exact(bench: Bench) -> None:
    assert await bench.jsons("bash", "cat", [STRANGE]) == [STRANGE]


async def test_lines_that_are_no_objects_are_logged(bench: Bench) -> None:
    lines = Lines()
    code = r"""
echo hello; echo '[1]'; echo '{"a": NaN}'; echo '{"a": "\ud800"}'; echo '{"a":1'; echo '  {"a": 1}  '
printf '{"b": 1e400}\n{"c": 1}'
printf 'oops \0 \xff\n' >&2
"""
    result = await bench.run("bash", code, lines=lines)
    assert [item["json"] for item in items_of(result)] == [{"a": 1}, {"c": 1}]
    logged = ["hello", "[1]", '{"a": NaN}', r'{"a": "\ud800"}', '{"a":1', '{"b": 1e400}']
    assert lines.of("stdout") == logged
    assert lines.of("stderr") == ["oops \0 \ufffd"]


async def test_an_exit_status_fails_the_step_and_the_last_words_are_shown(bench: Bench) -> None:
    result = await bench.run("bash", "echo '{}'\nnope\nexit 3")
    assert (result.outcome, result.exit_code, result.chunks) == (Outcome.NON_ZERO_EXIT, 3, [])
    assert "status 3" in result.message
    assert "line 2: nope: command not found" in result.message


async def test_processes_left_behind_do_not_keep_the_step(bench: Bench) -> None:
    assert await bench.jsons("bash", "sleep 600 & (setsid sleep 600 &) ; echo '{\"a\": 1}'") == [{"a": 1}]


async def test_input_that_is_not_read_is_no_error(bench: Bench) -> None:
    items = [{"text": "x" * 1000}] * 5000
    assert await bench.jsons("bash", "echo '{\"a\": 1}'", items) == [{"a": 1}]
