"""A step returns what harms whoever reads it: more than there is room for, nested so deep that a reader runs
out of stack, so many values that a few megabytes become gigabytes, text that is none, objects that lie about
themselves.

The limits are counted on bytes before anything is read, in the container and again in the worker; what is not
plain JSON within the rules is the step's own error.
"""

import asyncio
import json
import resource

import pytest

from sandbox.model import Language, Limits, Outcome
from tests.sandbox.attacks.arena import Arena, jsons
from tests.sandbox.running import Lines

MEGABYTE = 1024 * 1024
SMALL = Limits(result=MEGABYTE)
GIANT: dict[str, tuple[Language, str]] = {
    "one text in Python": ("python", "return {'a': 'x' * 6_000_000}"),
    "many items in Python": ("python", "return [{'a': 'x' * 1000}] * 10_000"),
    "one text in JavaScript": ("javascript", "return { a: 'x'.repeat(6000000) }"),
    "many items in JavaScript": ("javascript", "return Array(10000).fill({ a: 'x'.repeat(1000) })"),
    "one line of Bash": ("bash", "printf '{\"a\": \"'; head -c 6000000 /dev/zero | tr '\\0' x; echo '\"}'"),
    "many lines of Bash": ("bash", 'yes \'{"a": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}\' | head -n 200000'),
    "nothing but braces": ("bash", "yes '{}' | head -c 6000000"),
}
DEEP: dict[str, tuple[Language, str]] = {
    "lists in Python": ("python", "a = []\nfor _ in range(100_000): a = [a]\nreturn {'a': a}"),
    "objects in Python": ("python", "a = {}\nfor _ in range(200): a = {'a': a}\nreturn a"),
    "itself in Python": ("python", "a = {}\na['a'] = [a]\nreturn a"),
    "lists in JavaScript": ("javascript", "let a = []\nfor (let n = 0; n < 1e6; n++) a = [a]\nreturn { a }"),
    "itself in JavaScript": ("javascript", "const a = {}\na.a = [a]\nreturn a"),
}
NO_TEXT: dict[str, tuple[Language, str]] = {
    "surrogate in Python": ("python", "return {'a': '\\udcff'}"),
    "surrogate as a key in Python": ("python", "return {'\\ud800': 1}"),
    "bytes in Python": ("python", "return {'a': b'\\xff'}"),
    "surrogate in JavaScript": ("javascript", "return { a: '\\ud800' }"),
    "surrogate as a key in JavaScript": ("javascript", "return { '\\ud800': 1 }"),
}
LYING: dict[str, tuple[Language, str]] = {
    "a dict that has other items each time": (
        "python",
        """
class Lying(dict):
    def items(self):
        while True: yield "a", 1
    def keys(self): raise ValueError("no")
    def get(self, *_): return self
    __len__ = __bool__ = lambda self: 10**9
return [Lying(json=Lying())]
""",
    ),
    "a list without end": (
        "python",
        """
class Endless(list):
    def __iter__(self):
        while True: yield {"a": "x" * 1000}
return Endless([1])
""",
    ),
    "text that shows itself as JSON": (
        "python",
        """
class Text(str):
    def __str__(self): return '"}, {"forged": 1}, {"'
    __repr__ = encode = __str__
class Number(int):
    def __repr__(self): return '1}}, {"forged": 1}, {"'
    __str__ = __repr__
return [{"a": Text("a"), "b": Number(1)}]
""",
    ),
    "an error whose text is an error": (
        "python",
        """
class Lying(Exception):
    def __str__(self): raise self
    __repr__ = __str__
raise Lying
""",
    ),
    "an integer without end": ("python", "return {'a': 10 ** 10_000}"),
    "a getter without end": ("javascript", "return { get a() { for (;;) {} } }"),
    "a list that grows": (
        "javascript",
        "const a = []\na.toJSON = () => a\nreturn [new Proxy({}, { ownKeys() { for (;;) a.push(1) } })]",
    ),
    "a length that lies": (
        "javascript",
        "return new Proxy([], { get: (o, k) => k === 'length' ? 2 ** 53 : o[k] })",
    ),
    "toJSON": ("javascript", "return { toJSON() { return '}, {\"forged\": 1}' } }"),
}  # fmt: skip


@pytest.mark.parametrize("giant", list(GIANT))
async def test_a_giant_result_ends_at_its_limit(arena: Arena, giant: str) -> None:
    language, code = GIANT[giant]
    result = await arena.ends(Outcome.RESULT_LIMIT, language, code, limits=SMALL)
    assert "1 MB" in result.message
    assert result.chunks == []


@pytest.mark.parametrize("deep", list(DEEP))
async def test_a_deep_result_is_an_error(arena: Arena, deep: str) -> None:
    language, code = DEEP[deep]
    result = await arena.ends(Outcome.CODE_ERROR, language, code)
    assert "levels" in result.message or "contains itself" in result.message


async def test_a_deep_line_of_bash_is_a_line(arena: Arena) -> None:
    lines = Lines()
    code = """
head -c 200000 /dev/zero | tr '\\0' '['; echo
printf '{"a":%.0s' {1..20000}; printf '1'; printf '}%.0s' {1..20000}; echo
echo '{"honest": 1}'
"""
    result = await arena.attack("bash", code, lines=lines)
    assert jsons(result) == [{"honest": 1}]
    assert {line[0] for line in lines.of("stdout")} == {"[", "{"}


@pytest.mark.parametrize("text", list(NO_TEXT))
async def test_text_that_is_none_is_an_error(arena: Arena, text: str) -> None:
    language, code = NO_TEXT[text]
    await arena.ends(Outcome.CODE_ERROR, language, code)


@pytest.mark.parametrize("lie", list(LYING))
async def test_objects_that_lie_fool_nobody(arena: Arena, lie: str) -> None:
    language, code = LYING[lie]
    result = await arena.attack(language, code, limits=Limits(wall_time=2, result=MEGABYTE))
    assert "forged" not in [key for json in jsons(result) for key in json]
    assert result.outcome in {
        Outcome.COMPLETED,
        Outcome.CODE_ERROR,
        Outcome.RESULT_LIMIT,
        Outcome.TIME_LIMIT,
        Outcome.MEMORY_LIMIT,
    }


FORGED = """
import os, struct
value, times = %s, %d
begin, comma, end = b'[{"json":{"a":[', b",", b"]}}]"
def write(data):
    while data: data = data[os.write(4, data):]
write(struct.pack(">cI", b"I", len(begin) + (len(value) + 1) * times - 1 + len(end)) + begin)
for _ in range(times // 10_000 - 1): write((value + comma) * 10_000)
write((value + comma) * 9_999 + value + end)
return {}
"""
DENSE = {
    "empty lists": ("b'[]'", 10_000_000),
    "empty objects": ("b'{}'", 10_000_000),
    "small objects": ("b'{\"\":1}'", 5_000_000),
    "empty texts": ("b'\"\"'", 10_000_000),
    "numbers": ("b'1'", 20_000_000),
    "towers": ("b'[' * 95 + b']' * 95", 150_000),
    "too high towers": ("b'[' * 100 + b']' * 100", 10_000),
}


@pytest.mark.parametrize("dense", list(DENSE))
async def test_megabytes_that_would_become_gigabytes_are_not_read(arena: Arena, dense: str) -> None:
    value, times = DENSE[dense]
    await arena.look_around("python")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = await arena.ends(Outcome.CODE_ERROR, "python", FORGED % (value, times))
    assert "values" in result.message or "levels" in result.message
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 400 * 1024, "kilobytes"


async def test_the_worker_goes_on_while_a_dense_result_is_looked_at(arena: Arena) -> None:
    """The longest time that nothing else came to its turn is printed, not judged: it is the machine's."""
    longest, last = 0.0, asyncio.get_running_loop().time()

    async def tick() -> None:
        nonlocal longest, last
        while True:
            await asyncio.sleep(0.005)
            now = asyncio.get_running_loop().time()
            longest, last = max(longest, now - last), now

    ticking = asyncio.create_task(tick())
    code = FORGED % ("b'[' * 50 + b']' * 50", 30_000)
    result = await arena.run("python", code)
    ticking.cancel()
    assert result.outcome is Outcome.COMPLETED, result
    assert len(json.loads(result.chunks[0])[0]["json"]["a"]) == 30_000
    print(f"the loop stood still for {longest * 1000:.0f} ms")
