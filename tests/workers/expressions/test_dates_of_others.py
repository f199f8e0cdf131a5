"""Whatever an expression does to Luxon, the next one has it as it was."""

from contextlib import suppress

import pytest

from tests.workers.conftest import NewHosts
from tests.workers.expressions.evaluating import evaluate
from tests.workers.expressions.hostile import DATES_OF_OTHERS, MARK
from workers.expressions.hosts import ExpressionHosts
from workers.ports import NodeError

PROBES = [
    "DateTime.local(2026, 10, 25, 1, 30, { zone: 'Europe/Lisbon' })",
    "DateTime.fromISO('2026-03-29T02:30')",
    "DateTime.utc(2026).zoneName + DateTime.utc(2026).toFormat('ZZ')",
    "DateTime.utc(2026).setZone('Europe/Lisbon').toFormat('ffff')",
    "DateTime.utc(2026).setLocale('de').toFormat('LLLL LLL MMMM cccc a')",
    "DateTime.utc(2026).setLocale('ar').toFormat('dd.MM.yyyy')",
    "DateTime.utc(2026).toFormat('LLLL cccc a G')",
    "DateTime.utc(2026).toLocaleString({ month: 'long' })",
    "DateTime.utc(2026).toLocaleString(DateTime.DATE_FULL)",
    "DateTime.utc(2026).setLocale('de').toLocaleString({ month: 'long' })",
    "DateTime.utc(2026).setLocale('de').startOf('week', { useLocaleWeeks: true })",
    "DateTime.utc(2026).toRelative({ base: DateTime.utc(2027) })",
    "DateTime.utc(2026).setLocale('de').toRelative({ base: DateTime.utc(2027) })",
    "DateTime.fromFormat('1. Mai 2026', 'd. LLLL yyyy', { locale: 'de' })",
    "DateTime.fromFormat('May 1, 2026', 'DD')",
    "Duration.fromObject({ hours: 1, minutes: 2 }).toHuman()",
    "Duration.fromObject({ hours: 1 }, { locale: 'de' }).toHuman()",
    "Interval.after(DateTime.utc(2026), { days: 1 })",
    "[$now.zoneName, $today.toFormat('HH'), $now.isValid, $now.toISO() === $now.toJSON()]",
]
"""What they say doesn't depend on the time."""

MARK_ALL = """(() => {
  const seen = new Set();
  const visit = (value) => {
    if (Object(value) !== value || seen.has(value)) return;
    seen.add(value);
    visit(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const { value: inner, get, set } = Object.getOwnPropertyDescriptor(value, key);
      [inner, get, set].forEach(visit);
      try { visit(value[key]) } catch {}
    }
  };
  const dates = [$now, $today, DateTime.utc(), $now.setLocale('de'), $now.setZone('Europe/Lisbon')];
  const formats = dates.flatMap(({ loc }) => [loc.dtFormatter($now, { month: 'long' }), loc.relFormatter(),
    loc.numberFormatter({ padTo: 2 }), loc.listFormatter(), loc.getWeekSettings(), loc.meridiems()]);
  const others = [Duration.fromMillis(1), Interval.after($now, 1), DateTime.buildFormatParser('D yyyy')];
  [DateTime, Duration, Interval, ...dates, ...formats, ...others].forEach(visit);
  let marked = 0;
  for (const value of seen) {
    for (const key of Reflect.ownKeys(value)) {
      if (key !== 'length' && Reflect.defineProperty(value, key, { value: () => 'ESCAPED' })) marked += 1;
    }
    Reflect.defineProperty(value, 'ESCAPED', { value: 'ESCAPED' });
  }
  return marked;
})()"""
"""Goes through everything that can be reached from Luxon, and puts a mark in the place of each property."""

PLAIN = [f"{{{{ {probe} }}}}" for probe in PROBES]
BY_ITSELF = [f"{{{{ (() => {probe})() }}}}" for probe in PROBES]


async def probed(hosts: ExpressionHosts, *first: str) -> list[object]:
    """What the probes say, those that share a Luxon after the others."""
    value = [*first, *BY_ITSELF]
    by_itself = (await evaluate(hosts, value, [{"a": [1]}], timezone="Europe/Berlin")).values[0]
    shared = (await evaluate(hosts, PLAIN, [{}], timezone="Europe/Berlin")).values[0]
    return [*by_itself[len(first) :], *shared]


@pytest.fixture(scope="session")
async def untouched(hosts: ExpressionHosts) -> list[object]:
    found = await probed(hosts)
    assert found[: len(PLAIN)] == found[len(PLAIN) :]
    return found


@pytest.mark.parametrize("body", DATES_OF_OTHERS)
async def test_an_attack_changes_dates_for_nobody(
    body: str, new_hosts: NewHosts, untouched: list[object]
) -> None:
    """In a host whose Luxon remembers nothing yet."""
    hosts = new_hosts()
    with suppress(NodeError):
        await evaluate(hosts, f"{{{{ {body} }}}}", [{"a": [1]}], timezone="Europe/Lisbon")
    assert await probed(hosts) == untouched


async def test_an_expression_lends_no_function_to_one_that_shares(
    new_hosts: NewHosts, untouched: list[object]
) -> None:
    """By an item that both see: the first puts it there, the second hands it to Luxon."""
    zone = "{ type: 'iana', name: 'Europe/Lisbon', isValid: true, offset: () => 60 }"
    lends = f"{{{{ [Object.assign].map((map) => map($json, {zone})) }}}}"
    uses = "{{ DateTime.local(2026, 1, 1, { zone: $json }) }}"
    hosts = new_hosts()
    await evaluate(hosts, [lends, uses], [{}])
    assert await probed(hosts) == untouched


async def test_marks_on_everything_that_can_be_reached_are_gone_with_the_expression(
    new_hosts: NewHosts, untouched: list[object]
) -> None:
    hosts = new_hosts()
    [marked] = (await evaluate(hosts, f"{{{{ {MARK_ALL} }}}}")).values
    assert marked > 500
    assert await probed(hosts) == untouched
    assert await probed(hosts, f"{{{{ {MARK_ALL} }}}}") == untouched
    assert MARK not in str(untouched)


@pytest.mark.parametrize("body", ["$now.plus({ x: 1 })", "(() => { throw $now })()", "$now.zoneName"])
async def test_the_zone_of_one_call_is_not_that_of_the_next(hosts: ExpressionHosts, body: str) -> None:
    value = ["{{ DateTime.now().zoneName }}", "{{ (() => DateTime.now().zoneName)() }}"]
    for zone in ("Asia/Tokyo", "Europe/Berlin", "UTC"):
        with suppress(NodeError):
            await evaluate(hosts, f"{{{{ {body} }}}}", timezone="America/Lima")
        assert (await evaluate(hosts, value, timezone=zone)).values == [[zone, zone]]


@pytest.mark.parametrize(
    "body",
    [
        "$now.toLocaleString({ month: 'long' }, { numberingSystem: $json.text })",
        "(() => $now.toLocaleString({ month: 'long' }, { numberingSystem: $json.text }))()",
    ],
)
async def test_formatters_that_luxon_remembers_dont_pile_up(body: str, new_hosts: NewHosts) -> None:
    """Each item has another numbering system: together they take more memory than a host may."""
    hosts = new_hosts()
    pids = set()
    for start in range(0, 24_000, 1000):
        items = [{"text": f"n{number:06}"} for number in range(start, start + 1000)]
        await evaluate(hosts, f"{{{{ {body} }}}}", items)
        pids.update(hosts.pids)
    assert len(pids) == 1
