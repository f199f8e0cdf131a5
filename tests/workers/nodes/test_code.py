"""The code node: a user's own code, in the real sandbox."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox, ImageOf
from sandbox.leftovers import labels_of
from sandbox.model import Sandbox
from sandbox.pool.settings import PoolSettings
from tests.sandbox.running import containers_of, until
from tests.workers.nodes.running import Run
from workers.engine.per_item import Aside
from workers.nodes.code_nodes import nodes_named
from workers.nodes.registry import Catalogue
from workers.ports import Item, NodeError


@pytest.fixture(scope="module")
async def sandbox(images: ImageOf) -> AsyncIterator[DockerSandbox]:
    labels = labels_of(f"test-{uuid4()}", "worker")
    box = DockerSandbox(images, labels=labels, settings=PoolSettings(spares=0))
    yield box
    await box.close()


class CodeRun(Run):
    """Keeps the lines; other nodes are ``Other``, which has one item."""

    def __init__(
        self, sandbox: Sandbox, parameters: Mapping[str, Any], items: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__("code", parameters, items)
        self.sandbox = sandbox

    async def nodes_output(self, name: str) -> list[Item]:
        if name != "Other":
            raise NodeError("unknown_node", f"there is no node named {name}")
        return [{"json": {"from": "other"}}]

    async def matching_items(self, name: str, start: int, count: int) -> list[Item | str]:
        return [{"json": {"place": index}} for index in range(start, start + count)]


def code(language: str, text: str, **others: Any) -> dict[str, Any]:
    return {"language": language, "code": text, **others}


async def test_items_leave_in_chunks_and_lines_are_logged(sandbox: Sandbox) -> None:
    text = "print('{{ 1 }}')\nreturn [{'n': n} for n in range(2500)]"
    run = CodeRun(sandbox, code("python", text))
    assert await run.outputs() == {"main": [{"n": n} for n in range(2500)]}
    assert [len(chunk.items) for chunk in run.chunks_out] == [1000, 1000, 500]
    assert [chunk.paired for chunk in run.chunks_out] == [None, None, None]
    assert run.lines == [("stdout", "{{ 1 }}")]


async def test_mode_each_pairs_items_one_to_one(sandbox: Sandbox) -> None:
    run = CodeRun(
        sandbox, code("javascript", "return { n: item.json.n + 1 }", mode="each"), [{"n": 1}, {"n": 2}]
    )
    assert await run.outputs() == {"main": [{"n": 2}, {"n": 3}]}
    assert [chunk.paired for chunk in run.chunks_out] == ["identity"]


async def test_code_may_say_where_its_items_come_from(sandbox: Sandbox) -> None:
    text = "return [{'json': {}, 'paired': 1}, {'json': {}, 'paired': [0, 0]}]"
    run = CodeRun(sandbox, code("python", text), [{}, {}])
    await run.outputs()
    assert [chunk.paired for chunk in run.chunks_out] == [[[0, 1], [0, 0]]]
    assert run.chunks_out[0].items == [{"json": {}}, {"json": {}}]


async def test_an_item_that_does_not_say_where_it_came_from_takes_nothing_from_the_others(
    sandbox: Sandbox,
) -> None:
    text = "return [{json: {}, paired: 1}, {json: {}}, {json: {}, paired: [0, 0]}, {json: {}, paired: null}]"
    run = CodeRun(sandbox, code("javascript", text), [{}, {}])
    assert await run.outputs() == {"main": [{}] * 4}
    assert run.pairs == [[[0, 1], None, [0, 0], None]]
    assert run.chunks_out[0].items == [{"json": {}}] * 4


async def test_nor_does_a_chunk_that_does_not_say_it(sandbox: Sandbox) -> None:
    text = "return [{'json': {}} for n in range(1000)] + [{'json': {}, 'paired': 0}]"
    run = CodeRun(sandbox, code("python", text), [{}, {}])
    await run.outputs()
    assert run.pairs == [[None] * 1000, [[0, 0]]]


async def test_what_says_nothing_came_from_the_only_item(sandbox: Sandbox) -> None:
    run = CodeRun(sandbox, code("python", "return [{'json': {}}, {'json': {}, 'paired': 0}]"), [{}])
    await run.outputs()
    assert run.pairs == [[[0, 0], [0, 0]]]


@pytest.mark.parametrize(
    "value", ["1.5", "-1", "2", "'1'", "True", "[0, 2]", "[1, 0]", "[0]", "[0, True]", "[[0, 1]]", "{}"]
)
async def test_what_is_no_place_in_the_input_is_refused(sandbox: Sandbox, value: str) -> None:
    text = f"return [{{'json': {{}}, 'paired': 0}}, {{'json': {{}}, 'paired': {value}}}]"
    failed = await CodeRun(sandbox, code("python", text), [{}, {}]).failed()
    assert failed.code == "code_error"
    assert failed.message.startswith(
        "paired of item 1 must be the number of an input item, 0 to 1, or [0, number]; it is "
    )


async def test_where_nothing_came_in_nothing_came_from_it(sandbox: Sandbox) -> None:
    failed = await CodeRun(sandbox, code("python", "return {'json': {}, 'paired': 0}")).failed()
    assert failed.message == "paired of item 0 must be left out, since there are no input items; it is 0"


async def test_other_nodes_are_fetched_where_they_are_named(sandbox: Sandbox) -> None:
    text = "if (false) $('Nobody')\nreturn $('Other').first().json"
    assert await CodeRun(sandbox, code("javascript", text)).outputs() == {"main": [{"from": "other"}]}


async def test_items_are_followed_back_also_where_only_a_part_is_run_again(sandbox: Sandbox) -> None:
    text = "if ($json.n === 1) throw new Error('no'); return { of: $('Other').item.json.place }"
    run = CodeRun(sandbox, code("javascript", text, mode="each"), [{"n": n} for n in range(4)])
    run.settings = {"on_error": "continue"}
    run.aside = Aside(lambda _: True)
    assert await run.outputs() == {"main": [{"of": 0}, {"of": 2}, {"of": 3}]}


async def test_bash_turns_lines_into_items(sandbox: Sandbox) -> None:
    run = CodeRun(sandbox, code("bash", "jq -c '.n += 1'"), [{"n": 1}, {"n": 2}])
    assert await run.outputs() == {"main": [{"n": 2}, {"n": 3}]}


@pytest.mark.parametrize(
    ("parameters", "kind", "said"),
    [
        (code("python", "return 1 / 0"), "code_error", "division by zero (line 1)"),
        (code("bash", "exit 3"), "non_zero_exit", "status 3"),
        (code("bash", "kill -SEGV $$"), "signalled", "SIGSEGV"),
        (
            code("bash", "sleep 600", timeout_s=1),
            "timeout",
            "limit of 1 s (limits.wall_time). Raise timeout_s",
        ),
    ],
)
async def test_a_failure_keeps_the_outcome_as_its_code(
    sandbox: Sandbox, parameters: dict[str, Any], kind: str, said: str
) -> None:
    with pytest.raises(NodeError) as failure:
        await CodeRun(sandbox, parameters).outputs()
    assert failure.value.code == kind
    assert said in failure.value.message


async def test_the_nodes_setting_limits_the_time_where_no_parameter_does(sandbox: Sandbox) -> None:
    run = CodeRun(sandbox, code("bash", "sleep 600"))
    run.timeout_s = 1.25
    with pytest.raises(NodeError, match=r"limit of 1\.25 s"):
        await run.outputs()


async def test_without_docker_nothing_runs() -> None:
    nowhere = DockerSandbox(lambda *_: "image", hosts=("unix:///nowhere.sock",))
    with pytest.raises(NodeError) as failure:
        await CodeRun(nowhere, code("python", "return {}")).outputs()
    await nowhere.close()
    assert failure.value.code == "sandbox_unavailable"
    assert "flowtape doctor" in failure.value.message


@pytest.mark.parametrize(
    ("parameters", "where"),
    [
        (code("cobol", "x"), ["language"]),
        ({"language": "python"}, ["code"]),
        (code("python", "x", mode="some"), ["mode"]),
        (code("python", "x", network=["example.com"]), ["network"]),
        (code("python", "x", env=[{"name": "A B", "value": ""}]), ["env", 0, "name"]),
        (code("python", "x", timeout_s=0), ["timeout_s"]),
    ],
)
def test_what_is_wrong_with_parameters_is_said_before_anything_runs(
    parameters: dict[str, Any], where: list[str]
) -> None:
    (problem,) = Catalogue().problems_of("node", "code", parameters)
    assert problem.loc == where


def test_nodes_are_named_in_either_kind_of_quotes() -> None:
    code = """$('A b').all(); $( "It's \\"x\\"" ); $("A b"); $(`no`); $(name); $('')"""
    assert nodes_named(code) == (["A b", 'It\'s "x"'], [])
    code = r"""$("two\nlines"); $('\u{1F44D}'); $("\ud83d\udc4d"); $('\ud83d')"""
    assert nodes_named(code) == (["two\nlines", "👍"], [])


def test_which_nodes_items_are_followed_back_can_be_told() -> None:
    code = "$('A').first(); $('B') ?. item.json; $('A')\n.itemMatching(1); $('C').items; $('D').all()[0].item"
    assert nodes_named(code) == (["A", "C", "D"], ["B", "A"])


async def test_an_error_tells_what_caused_it(sandbox: Sandbox) -> None:
    text = "throw new Error('outer', { cause: new TypeError('inner', { cause: 'the cable' }) })"
    error = await CodeRun(sandbox, code("javascript", text), [{}]).failed()
    assert "Caused by TypeError: inner" in error.message
    assert "Caused by 'the cable'" in error.message


async def test_how_a_limit_is_raised_is_said_before_what_the_code_said_last(sandbox: Sandbox) -> None:
    text = "head -c 100000000 /dev/zero > /work/full"
    error = await CodeRun(sandbox, code("bash", text), [{}]).failed()
    assert error.code == "disk_limit"
    assert 0 < error.message.index("raise disk_mb") < error.message.index("No space left on device")


async def test_a_limit_says_how_it_is_raised_and_can_be_raised(sandbox: Sandbox) -> None:
    text = "kept = b'x' * 400_000_000\nreturn {'n': len(kept)}"
    error = await CodeRun(sandbox, code("python", text), [{}]).failed()
    assert error.code == "memory_limit"
    assert "raise memory_mb in the node's limits (at most 2,048)" in error.message
    more = CodeRun(sandbox, code("python", text, limits={"memory_mb": 512}), [{}])
    assert await more.outputs() == {"main": [{"n": 400_000_000}]}


async def test_items_that_fail_one_by_one_share_the_time_and_the_log_of_the_run(sandbox: Sandbox) -> None:
    text = "print('x' * 600_000)\nraise ValueError('no')"
    run = CodeRun(sandbox, code("python", text, mode="each"), [{"n": n} for n in range(8)])
    run.aside, run.settings = Aside(lambda _: True), {"on_error": "continue"}
    assert await run.outputs() == {}
    assert len(run.aside.errors) == 8
    assert sum(len(line) for _, line in run.lines) < 5 * 1024 * 1024
    assert run.lines[-1] == ("system", "The log of all parts of this run is cut here.")
    slow = CodeRun(
        sandbox,
        code("python", "import time\ntime.sleep(0.6)\nraise ValueError('no')", mode="each", timeout_s=1),
        [{"n": n} for n in range(50)],
    )
    slow.aside, slow.settings = Aside(lambda _: True), {"on_error": "continue"}
    assert (await slow.failed()).code == "timeout"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "if item['json']['n'] in (1, 4): raise ValueError('no')\nreturn {'m': item['json']['n']}"),
        ("javascript", "if ([1, 4].includes(item.json.n)) throw new Error('no')\nreturn { m: item.json.n }"),
    ],
)
async def test_in_mode_each_an_item_that_fails_is_put_aside(
    sandbox: Sandbox, language: str, text: str
) -> None:
    run = CodeRun(sandbox, code(language, text, mode="each"), [{"n": n} for n in range(6)])
    run.aside, run.settings = Aside(lambda _: True), {"on_error": "continue"}
    assert await run.outputs() == {"main": [{"m": n} for n in (0, 2, 3, 5)]}
    pairs = [pair for some in run.pairs if isinstance(some, list) for pair in some]
    assert pairs == [[0, 0], [0, 2], [0, 3], [0, 5]]
    assert {place: error.code for place, error in run.aside.errors.items()} == {
        1: "code_error",
        4: "code_error",
    }


async def test_what_does_nothing_to_the_world_runs_again_where_its_container_was_killed(
    images: ImageOf, docker_engine: DockerClient
) -> None:
    instance = f"test-{uuid4()}"
    box = DockerSandbox(images, labels=labels_of(instance, "worker"), settings=PoolSettings(spares=0))
    run = CodeRun(box, code("python", "import time\nprint('at work')\ntime.sleep(1)\nreturn {'n': 1}"))
    outputs = asyncio.create_task(run.outputs())

    async def at_work() -> bool:
        return ("stdout", "at work") in run.lines

    await until(at_work)
    (container,) = await asyncio.to_thread(containers_of, docker_engine, instance)
    await asyncio.to_thread(docker_engine.api.kill, container)
    assert await outputs == {"main": [{"n": 1}]}
    printed, broke, printed_again = run.lines
    assert printed == printed_again == ("stdout", "at work")
    assert broke[1].startswith("The sandbox broke, trying again: ")
    await box.close()
