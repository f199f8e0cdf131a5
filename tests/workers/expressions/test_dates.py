"""Luxon in expressions, in the workflow's time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.workers.expressions.evaluating import evaluate
from workers.expressions.hosts import ExpressionHosts
from workers.ports import NodeError

TOKYO = "Asia/Tokyo"
BERLIN = "Europe/Berlin"
FOR_ITSELF = "(() => {body})()"
"""Surrounds a body so that it says the same, but is given a Luxon of its own."""


async def at(hosts: ExpressionHosts, value: object, timezone: str = BERLIN, **json: object) -> object:
    return (await evaluate(hosts, value, [json], timezone=timezone)).values[0]


async def test_now_is_the_time_in_the_workflows_zone(hosts: ExpressionHosts) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    values = await at(hosts, ["{{ $now }}", "{{ $today }}", "{{ DateTime.now() }}"], TOKYO)
    assert isinstance(values, list)
    now, today, real = map(datetime.fromisoformat, values)
    assert before <= now <= real <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(hours=9)
    assert today == now.astimezone(ZoneInfo(TOKYO)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert str(await at(hosts, "{{ $now }}", "UTC")).endswith("Z")


@pytest.mark.parametrize("body", ["$now.toMillis()", "(() => $now.toMillis())()"])
async def test_now_is_the_same_for_all_items_of_a_call(hosts: ExpressionHosts, body: str) -> None:
    values = (await evaluate(hosts, [f"{{{{ {body} }}}}", "{{ $now.toMillis() }}"], [{}] * 1000)).values
    assert len({one for value in values for one in value}) == 1


SAME_EVERYWHERE = {
    "DateTime.fromISO($json.at)": "2026-03-29T01:30:00.000+01:00",
    "DateTime.fromISO($json.at).plus({ hours: 1 })": "2026-03-29T03:30:00.000+02:00",
    "DateTime.fromISO($json.at).plus({ days: 1 }).toISODate()": "2026-03-30",
    "DateTime.fromISO($json.utc)": "2026-03-01T10:00:00.000+01:00",
    "DateTime.fromISO($json.utc, { setZone: true })": "2026-03-01T09:00:00.000Z",
    'DateTime.fromFormat("1.2.2026", "d.M.yyyy")': "2026-02-01T00:00:00.000+01:00",
    'DateTime.fromFormat("3. März 2026", "d. MMMM yyyy", { locale: "de" }).toISODate()': "2026-03-03",
    "DateTime.local(2026, 7, 1, 2, 30)": "2026-07-01T02:30:00.000+02:00",
    "DateTime.utc(2026, 10, 25)": "2026-10-25T00:00:00.000Z",
    "DateTime.fromMillis(0)": "1970-01-01T01:00:00.000+01:00",
    "DateTime.fromSeconds(0).toUTC()": "1970-01-01T00:00:00.000Z",
    "DateTime.fromSQL('2026-03-01 10:00:00')": "2026-03-01T10:00:00.000+01:00",
    "DateTime.fromObject({ year: 2026, ordinal: 60 })": "2026-03-01T00:00:00.000+01:00",
    "DateTime.fromISO($json.at).setZone('America/New_York')": "2026-03-28T20:30:00.000-04:00",
    "DateTime.fromISO($json.at).toFormat('cccc dd.MM.yyyy HH:mm ZZZZ')": "Sunday 29.03.2026 01:30 GMT+1",
    "DateTime.fromISO($json.at).setLocale('de').toLocaleString(DateTime.DATE_FULL)": "29. März 2026",
    "DateTime.fromISO($json.at).toLocaleString(DateTime.DATETIME_MED)": "Mar 29, 2026, 1:30 AM",
    "DateTime.fromISO($json.at).startOf('week').toISODate()": "2026-03-23",
    "DateTime.fromISO($json.at).endOf('month')": "2026-03-31T23:59:59.999+02:00",
    "DateTime.fromISO($json.at).set({ hour: 9, minute: 0 })": "2026-03-29T09:00:00.000+02:00",
    "DateTime.fromISO($json.at).weekNumber": 13,
    "DateTime.fromISO($json.at) < DateTime.fromISO($json.utc)": False,
    "DateTime.fromISO($json.at).diff(DateTime.fromISO($json.utc), 'days').days": 27 + 15.5 / 23,
    "DateTime.fromISO($json.at).diff(DateTime.fromISO($json.utc))": "PT2388600S",
    "DateTime.fromISO($json.at).hasSame(DateTime.fromISO('2026-03-29T20:00'), 'day')": True,
    "DateTime.fromISO($json.at).toRelative({ base: DateTime.fromISO($json.utc) })": "in 27 days",
    "DateTime.fromISO($json.at).toHTTP()": "Sun, 29 Mar 2026 00:30:00 GMT",
    "DateTime.fromISO($json.at).toJSDate()": "2026-03-29T00:30:00.000Z",
    "DateTime.fromISO($json.at).setZone('system')": "2026-03-29T00:30:00.000Z",
    "Duration.fromISO('P1DT2H')": "P1DT2H",
    "Duration.fromObject({ minutes: 90 }).shiftTo('hours', 'minutes').toHuman()": "1 hour, 30 minutes",
    "Duration.fromMillis(90000).toFormat('m:ss')": "1:30",
    "Interval.after(DateTime.fromISO($json.at), { days: 1 }).count('days')": 2,
    "Interval.fromDateTimes(DateTime.utc(2026), DateTime.utc(2027))": (
        "2026-01-01T00:00:00.000Z/2027-01-01T00:00:00.000Z"
    ),
    "({ at: DateTime.utc(2026), in: [Duration.fromMillis(1)] })": {
        "at": "2026-01-01T00:00:00.000Z",
        "in": ["PT0.001S"],
    },
    "DateTime.fromISO('nonsense')": None,
    "DateTime.fromISO('nonsense').isValid": False,
    "DateTime.fromISO('nonsense').invalidReason": "unparsable",
    "DateTime.fromISO($json.nothing)": None,
    "[$now.zoneName, $today.hour, $now > $today, DateTime.isDateTime($today)]": [BERLIN, 0, True, True],
    "DateTime.max(DateTime.utc(2026), DateTime.utc(2027)).year": 2027,
}


@pytest.mark.parametrize("around", ["{body}", FOR_ITSELF])
async def test_luxon_does_what_it_does_elsewhere(hosts: ExpressionHosts, around: str) -> None:
    bodies = [f"{{{{ {around.replace('{body}', body)} }}}}" for body in SAME_EVERYWHERE]
    found = await at(hosts, bodies, at="2026-03-29T01:30", utc="2026-03-01T09:00:00Z")
    assert isinstance(found, list)
    assert dict(zip(SAME_EVERYWHERE, found, strict=True)) == SAME_EVERYWHERE


async def test_dates_among_text_are_iso_too(hosts: ExpressionHosts) -> None:
    parts = ["DateTime.utc(2026)", "Duration.fromMillis(1)", "Interval.after(DateTime.utc(2026), 1)"]
    start, end = "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z"
    text = "|".join(f"{{{{ {part} }}}}" for part in [*parts, f"[{','.join(parts)}]"])
    assert await at(hosts, text) == f"{start}|PT0.001S|{start}/{end}|{start},PT0.001S,{start}/{end}"


@pytest.mark.parametrize("body", ["Interval.fromISO('no')", "(() => Interval.fromISO('no'))()"])
async def test_what_is_no_interval_is_nothing(hosts: ExpressionHosts, body: str) -> None:
    assert await at(hosts, f"{{{{ {body} }}}}") is None


async def test_what_luxon_throws_fails_the_node(hosts: ExpressionHosts) -> None:
    with pytest.raises(NodeError, match="value, item 0: Error: Invalid unit fortnight"):
        await at(hosts, "{{ $now.plus({ fortnight: 1 }) }}")


async def test_a_zone_that_nobody_knows_is_named(hosts: ExpressionHosts) -> None:
    with pytest.raises(NodeError, match="the workflow's time zone Mars/Base isn't known"):
        await at(hosts, "{{ $now }}", "Mars/Base")
    assert await at(hosts, "{{ 1 + 1 }}", "Mars/Base") == 2


async def test_zones_that_a_workflow_may_have_are_known(hosts: ExpressionHosts) -> None:
    zones = sorted(available_timezones() - {"localtime"})
    body = "{{ DateTime.fromISO('2026-07-01T12:00', { zone: $json.zone }).isValid }}"
    known = (await evaluate(hosts, body, [{"zone": zone} for zone in zones])).values
    assert [zone for zone, valid in zip(zones, known, strict=True) if not valid] == []


async def test_names_of_luxon_that_are_somebodys_data_mean_nothing(hosts: ExpressionHosts) -> None:
    body = "{{ $json.DateTime + $json['$now'] + '$today' }}"
    assert await at(hosts, body, **{"DateTime": "a", "$now": "b"}) == "ab$today"


@pytest.mark.parametrize("body", ["$json.a.sort().concat($now.year)", "(() => $json.a.sort())()"])
async def test_a_body_with_dates_may_change_its_input_for_itself_only(
    hosts: ExpressionHosts, body: str
) -> None:
    _, after = (
        await evaluate(hosts, [f"{{{{ {body} }}}}", "{{ $json.a.concat() }}"], [{"a": [2, 1]}])
    ).values[0]
    assert after == [2, 1]
