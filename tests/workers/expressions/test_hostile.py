"""Nothing outside is reached, and nothing survives a call."""

import json

import pytest

from tests.workers.conftest import NewHosts
from tests.workers.expressions.evaluating import evaluate, value_of
from tests.workers.expressions.hostile import ALL, DATES_OF_OTHERS, MARK
from workers.expressions.hosts import ExpressionHosts
from workers.ports import NodeError

WALK = """(() => {
  const names = `Object Array Number String Boolean Symbol BigInt Math JSON Date RegExp Intl Temporal Map Set
    WeakMap WeakSet Iterator Proxy Reflect ArrayBuffer DataView Uint8Array Error TypeError`.split(/\\s+/);
  const samples = [function* () {}, async () => {}, async function* () {}, (async () => {})(), [].values(),
    new Map().keys(), 'a'.matchAll(/a/g), [].values().map((x) => x), new Intl.Segmenter().segment('a')];
  const roots = [Object, Array, Number, String, Boolean, Symbol, BigInt, Math, JSON, Date, RegExp, Intl,
    Temporal, Map, Set, WeakMap, WeakSet, Iterator, Proxy, Reflect, ArrayBuffer, DataView, Uint8Array, Error,
    TypeError, ...samples.map(Object.getPrototypeOf)];
  const seen = new Set();
  const found = [];
  const visit = (value, path) => {
    if (Object(value) !== value || seen.has(value)) return;
    seen.add(value);
    const keys = Reflect.ownKeys(value);
    found.push(`${path} ${Object.isFrozen(value)} ${typeof value} ${keys.map(String).join()}`);
    visit(Object.getPrototypeOf(value), path + '^');
    for (const key of keys) {
      const { value: inner, get, set } = Object.getOwnPropertyDescriptor(value, key);
      [inner, get, set].forEach((one) => visit(one, `${path}.${String(key)}`));
    }
  };
  roots.forEach((root, index) => visit(root, names[index] ?? index));
  return found;
})()"""
"""A line for each object that an expression can reach: where, whether frozen, what it is, its properties."""

FAILURES = ("expression_failed", "invalid_expression", "invalid_expression_result")


async def attack(hosts: ExpressionHosts, body: str) -> str:
    """What came back, as text."""
    try:
        return json.dumps(await value_of(hosts, f"{{{{ {body} }}}}", {"a": [1]}))
    except NodeError as error:
        return "" if error.code in FAILURES else f"{MARK}: {error.code}"


@pytest.mark.parametrize("body", ALL)
async def test_an_attack_gets_nothing(hosts: ExpressionHosts, body: str) -> None:
    assert MARK not in await attack(hosts, body)


async def test_after_ten_thousand_attacks_everything_is_as_it_was(new_hosts: NewHosts) -> None:
    hosts = new_hosts()
    before = await value_of(hosts, f"{{{{ {WALK} }}}}")
    assert len(before) > 500
    assert [line for line in before if " false " in line] == []
    pids = hosts.pids
    attacks = ALL + DATES_OF_OTHERS
    for number in range(10_000):
        await attack(hosts, f"{attacks[number % len(attacks)]} /* {number % 1000} */")
    assert hosts.pids == pids
    assert await value_of(hosts, f"{{{{ {WALK} }}}}") == before
    assert (
        await value_of(hosts, "{{ [({}).ESCAPED, [].ESCAPED, (() => {}).ESCAPED, ''.ESCAPED].map(String) }}")
        == ["undefined"] * 4
    )


async def test_nothing_is_left_for_the_next_expression_of_the_same_call(hosts: ExpressionHosts) -> None:
    value = ["{{ (/(secret)/.exec('secret'), 0) }}", "{{ RegExp.$1 ?? RegExp.lastMatch ?? 'nothing' }}"]
    assert (await evaluate(hosts, value)).values == [[0, "nothing"]]


async def test_objects_may_have_names_that_prototypes_have(hosts: ExpressionHosts) -> None:
    names = "['constructor', 'toString', '__proto__', 'valueOf']"
    body = f"{names}.reduce((all, key) => {{ all[key] = 1; return all }}, {{}})"
    assert await value_of(hosts, f"{{{{ {body} }}}}") == {
        "constructor": 1,
        "toString": 1,
        "__proto__": 1,
        "valueOf": 1,
    }
