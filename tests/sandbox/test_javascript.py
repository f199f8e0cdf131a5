"""JavaScript code is the body of an async function over the items."""

import pytest

from sandbox.model import Outcome
from tests.sandbox.running import Bench, Lines, items_of

STRANGE = {
    "nul": "a\0b",
    "text": "ÿ\u2028\U0001f600 \x7f\x1b",
    "__proto__": {"x": 1},
    "constructor": 2,
    "deep": {"__proto__": [1]},
}


async def test_all_items_are_seen_at_once_and_plain_objects_are_wrapped(bench: Bench) -> None:
    code = "return items.map((item) => ({ n: item.json.n * 2, of: items.length }))"
    assert await bench.jsons("javascript", code, [{"n": 1}, {"n": 2}]) == [
        {"n": 2, "of": 2},
        {"n": 4, "of": 2},
    ]


async def test_each_item_is_paired_with_what_came_of_it(bench: Bench) -> None:
    code = "return { n: item.json.n + $json.n + $input.item.json.n, of: $input.all().length }"
    result = await bench.run("javascript", code, [{"n": 1}, {"n": 2}], mode="each")
    assert items_of(result) == [{"json": {"n": 3, "of": 2}}, {"json": {"n": 6, "of": 2}}]
    assert result.paired == "identity"


async def test_whatever_json_can_hold_comes_back(bench: Bench) -> None:
    assert await bench.jsons("javascript", "return items", [STRANGE]) == [STRANGE]
    assert await bench.jsons("javascript", "return { ...$json }", [STRANGE]) == [STRANGE]


async def test_input_and_other_nodes_are_within_reach(bench: Bench) -> None:
    code = """
const other = $('Über "node"')
return {
  first: $input.first().json.n, last: $input.last().json.n, json: $json.n, all: $input.all().length,
  other: [other.first().json.m, other.last().json.m, other.all().length],
  arrays: items instanceof Array && items[0].json instanceof Object,
}
"""
    nodes = {'Über "node"': [{"json": {"m": 1}}, {"json": {"m": 2}}]}
    found = await bench.jsons("javascript", code, [{"n": 1}, {"n": 5}], variables={"nodes": nodes})
    assert found == [{"first": 1, "last": 5, "json": 1, "all": 2, "other": [1, 2, 2], "arrays": True}]


async def test_a_node_without_output_is_named(bench: Bench) -> None:
    message = await bench.fails(Outcome.CODE_ERROR, "javascript", "return $('Nobody').all()")
    assert 'no output of a node named "Nobody"' in message


async def test_the_function_may_await_and_require(bench: Bench) -> None:
    code = """
await new Promise((resolve) => setTimeout(resolve, 1))
const { createHash } = require('crypto')
const { basename } = await import('path')
const hash = createHash('md5').update('x').digest('hex').length
return { hash, at: new Date(0), name: basename('/a/b'), no: undefined }
"""
    assert await bench.jsons("javascript", code) == [
        {"hash": 32, "at": "1970-01-01T00:00:00.000Z", "name": "b"}
    ]


async def test_what_is_printed_is_logged(bench: Bench) -> None:
    lines = Lines()
    code = """
console.log('nul \\0', { a: [1] })
console.error('\U0001f600')
process.stdout.write('no end')
return []
"""
    await bench.run("javascript", code, lines=lines)
    assert lines.of("stdout") == ["nul \0 { a: [ 1 ] }", "no end"]
    assert lines.of("stderr") == ["\U0001f600"]


async def test_an_error_is_shown_with_the_lines_of_the_code_alone(bench: Bench) -> None:
    code = "function inner(x) {\n  return x.y.z\n}\n\nreturn inner({})"
    message = await bench.fails(Outcome.CODE_ERROR, "javascript", code)
    assert message.startswith("TypeError: Cannot read properties of undefined (reading 'z') (line 2)\n")
    assert "at code:5:8" in message
    assert "/opt/" not in message


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("let a = 1\nlet = ;", "SyntaxError: Unexpected token ';' (line 2)"),
        ("}); (async function () { return [{}]", "SyntaxError"),
        ("", "returned nothing"),
        ("return 'text'", "returned a string"),
        ("return [1]", "Item 0 is a number"),
        ("return [{ json: {} }, { a: 1 }]", "a mixture: item 1 is a plain object, while item 0 is an item"),
        ("return { a: { b: [0 / 0] } }", "The returned object.a.b[0] is NaN"),
        ("return new Map()", "returned a Map"),
        (
            "function* f() { yield { a: 1 } }\nreturn f()",
            "returned a Generator; return an array of objects, or one object.",
        ),
        ("async function* f() { yield { a: 1 } }\nreturn f()", "returned an AsyncGenerator;"),
        ("return items.values()", "returned an Array Iterator;"),
        ("return [{}, new Map([[1, {}]]).values()]", "Item 1 is a Map Iterator; every item"),
        ("return Object.create({ a: 1 })", "returned an Object without fields of its own;"),
        ("class A { #a = 1; get a() { return this.#a } }\nreturn new A()", "returned an A without fields"),
        ("return { a: Object.create({ b: 1 }) }", ".a is an Object without fields of its own, which JSON"),
        ("return { a: [1].values() }", ".a is an Array Iterator, which JSON can't hold; use Array.from()"),
        ("return { json: [1].values() }", ".json is an Array Iterator, which JSON can't hold"),
        ("return new WeakRef({})", "returned a WeakRef;"),
        ("return new Number(5)", "The returned object is a Number, which is no object once"),
        ("return new String('x')", "The returned object is a String, which is no object once it is JSON."),
        ("return new Date()", "The returned object is a Date, which is no object once it is JSON."),
        (
            "return [{ json: {} }, { json: new Date() }]",
            "Item 1.json is a Date, which is no object once it is",
        ),
        ("return { toJSON: () => undefined }", "The returned object is an Object, which is no object once"),
        ("return { a: new Set([1]) }", ".a is a Set, which JSON can't hold; use Array.from()"),
        ("return { a: Promise.resolve(1) }", ".a is a Promise, which JSON can't hold; use await"),
        ("return { a: 10n }", ".a is a bigint"),
        ("return { a: () => 1 }", ".a is a function"),
        ("return { a: Buffer.from('x') }", ".a is an Uint8Array"),
        ("return { a: new Date('x') }", ".a is an invalid Date"),
        ("return { a: '\\ud800' }", ".a has a lone surrogate"),
        ("const a = {}\na.b = a\nreturn a", ".b contains itself"),
        ("let a = {}\nfor (let i = 0; i < 100; i++) a = { b: a }\nreturn a", "more than 100 levels"),
        ("throw 'no error'", "The code threw 'no error'"),
        ("throw new Error('\\ud800')", "Error: \\ud800"),
        (
            "setTimeout(() => { throw new Error('late') }, 1)\nawait new Promise(() => {})",
            "Error: late (line 1)",
        ),
        ("await new Promise(() => {})", "awaits what never comes"),
    ],
)
async def test_what_is_not_items_is_named(bench: Bench, code: str, said: str) -> None:
    assert said in await bench.fails(Outcome.CODE_ERROR, "javascript", code)


async def test_poisoned_prototypes_change_nothing_for_the_result(bench: Bench) -> None:
    code = "Array.prototype.map = Object.keys = JSON.stringify = () => { throw 1 }\nreturn items"
    assert await bench.jsons("javascript", code, [{"a": 1}]) == [{"a": 1}]


async def test_objects_of_any_making_are_items_where_their_fields_are_their_own(bench: Bench) -> None:
    code = """
class Own { a = 1; get b() { return 2 } }
class Told { toJSON() { return { a: 2 } } }
const bare = Object.create(null)
const empty = require('vm').runInNewContext('({})')
const groups = 'x'.match(/(?<a>.)/).groups
const heir = Object.assign(Object.create(bare), { a: 3 })
return [new Own(), new Told(), bare, Object.create(bare), heir, {}, groups,
  empty, { empty, bare, all: [{}], boxed: [new Number(1), new String(''), new Boolean(false)] }]
"""
    assert await bench.jsons("javascript", code) == [
        {"a": 1},
        {"a": 2},
        *({}, {}, {"a": 3}, {}),
        {"a": "x"},
        *({}, {"empty": {}, "bare": {}, "all": [{}], "boxed": [1, "", False]}),
    ]


async def test_an_item_is_taken_by_its_fields_and_not_as_it_shows_itself(bench: Bench) -> None:
    code = "class A { json = { a: 1 }; paired = 0; toJSON() { return 5 } }\nreturn new A()"
    assert items_of(await bench.run("javascript", code)) == [{"json": {"a": 1}, "paired": 0}]


async def test_poisoned_prototypes_hide_no_generator(bench: Bench) -> None:
    code = """
const poisoned = () => { throw 1 }
Object.keys = Object.getPrototypeOf = Object.prototype.toString = Array.prototype.includes = poisoned
Function.prototype.call = Function.prototype.apply = Array.prototype.push = poisoned
return (function* () { yield { a: 1 } })()
"""
    assert "returned a Generator;" in await bench.fails(Outcome.CODE_ERROR, "javascript", code)


async def test_an_exit_status_is_reported(bench: Bench) -> None:
    result = await bench.run("javascript", "process.exit(7)")
    assert (result.outcome, result.exit_code) == (Outcome.NON_ZERO_EXIT, 7)


async def test_timers_left_running_do_not_keep_the_step(bench: Bench) -> None:
    assert await bench.jsons("javascript", "setInterval(() => {}, 1000)\nreturn { a: 1 }") == [{"a": 1}]
