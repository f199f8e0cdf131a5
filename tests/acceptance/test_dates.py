"""Dates in expressions, in the zone of each workflow."""

from datetime import UTC, datetime, timedelta

from tests.acceptance.workflows import chain, create, ended, get, node, run, start
from tests.conftest import Stack

FIELDS = {
    "now": "{{ $now }}",
    "hour": "{{ $today.hour }}",
    "read": "{{ DateTime.fromISO($json.at) }}",
    "by_itself": "{{ (() => DateTime.fromISO($json.at))() }}",
    "said": "On {{ DateTime.fromISO($json.at).toFormat('d.M. HH:mm ZZ') }}",
}
SET = node("set", "data.set", keep=False, fields=[{"name": name, "value": FIELDS[name]} for name in FIELDS])


def test_dates_are_in_the_zone_of_their_workflow_however_many_run_at_once(stack: Stack) -> None:
    client = stack.client()
    zones = {"Asia/Tokyo": 9, "America/Lima": -5, "Asia/Kolkata": 5.5}
    workflows = {zone: create(client, chain(SET, timezone=zone)) for zone in zones}
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    started = [
        (zone, start(client, workflows[zone], input={"at": "2026-07-01T10:00"})) for zone in [*zones] * 5
    ]
    for zone, execution_id in started:
        execution = ended(client, execution_id)
        assert execution["status"] == "completed", execution
        [row] = get(client, execution_id)["output_data"]["set"]
        offset = timedelta(hours=zones[zone])
        now, read = datetime.fromisoformat(row["now"]), datetime.fromisoformat(row["read"])
        assert now.utcoffset() == read.utcoffset() == offset
        assert before <= now <= datetime.now(UTC)
        assert (row["by_itself"], row["hour"]) == (row["read"], 0)
        assert read.replace(tzinfo=None) == datetime(2026, 7, 1, 10)
        assert row["said"].startswith("On 1.7. 10:00 ")


def test_without_a_zone_of_its_own_a_workflow_is_in_utc(stack: Stack) -> None:
    execution = run(stack.client(), chain(SET), input={"at": "2026-07-01T10:00"})
    [row] = execution["output_data"]["set"]
    assert (row["read"], row["said"]) == ("2026-07-01T10:00:00.000Z", "On 1.7. 10:00 +00:00")


def test_the_key_of_concurrency_is_in_the_workflows_zone(stack: Stack) -> None:
    """A key that can't be evaluated fails the execution: it throws in any other zone."""
    key = "{{ DateTime.now().zoneName === 'Asia/Tokyo' ? 'a' : nonsense }}"
    definition = chain(SET, timezone="Asia/Tokyo", concurrency={"limit": 1, "key": key, "beyond": "queue"})
    execution = run(stack.client(), definition, input={"at": "2026-07-01T10:00"})
    assert execution["status"] == "completed", execution
