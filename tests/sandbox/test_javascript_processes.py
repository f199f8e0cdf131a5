"""Which JavaScript steps share a process: `performance.timeOrigin` is when it started."""

import pytest

from sandbox.model import Limits
from tests.sandbox.running import Bench

BIRTH = "return { born: performance.timeOrigin }"


async def born(bench: Bench, code: str = "", group: str = "group") -> float:
    (found,) = await bench.jsons("javascript", f"{code}\n{BIRTH}", group=group)
    birth: float = found["born"]
    return birth


async def test_steps_of_a_group_share_a_process(alone: Bench) -> None:
    births = {await born(alone, "console.log(DateTime.now().toISO(), new URL('http://a'))") for _ in range(5)}
    assert len(births) == 1


async def test_steps_of_other_groups_have_another(bench: Bench) -> None:
    assert await born(bench, group="one") != await born(bench, group="another")


@pytest.mark.parametrize(
    "code",
    [
        "process.version",
        "await import('fs')",
        "require('fs')",
        "Promise.reject(new Error('nobody catches it'))",
        "const again = () => Promise.resolve().then(again)\nagain()",
    ],
)
async def test_what_uses_a_process_up_ends_it(bench: Bench, code: str) -> None:
    before = await born(bench, code)
    assert await born(bench) != before


async def test_that_a_process_has_started_says_nothing_of_its_first_step(bench: Bench) -> None:
    """With so little of a processor, node.js starts only when the step is waiting for it already."""
    limits = Limits(cpus=0.03)
    endless = f"const again = () => Promise.resolve().then(again)\nagain()\n{BIRTH}"
    (first,) = await bench.jsons("javascript", endless, project="slow", limits=limits)
    (second,) = await bench.jsons("javascript", BIRTH, project="slow", limits=limits)
    assert first["born"] != second["born"]


async def test_a_process_cannot_say_that_it_is_clean_once_it_is_not(bench: Bench) -> None:
    forging = """
const said = Buffer.from(JSON.stringify({ clean: true, why: '' }))
const frame = Buffer.concat([Buffer.from([0x4b, 0, 0, 0, said.length]), said])
const { writeSync } = require('fs')
setImmediate(() => { for (;;) writeSync(4, frame) })
for (let n = 0; n < 10; n++) writeSync(4, frame)
"""
    before = await born(bench, forging)
    assert await born(bench) != before
