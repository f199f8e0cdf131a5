from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.workers.nodes.running import Run
from workers.nodes.flow_wait import Wait
from workers.ports import Resumption

NOW = Run.clock_now
ITEMS = [{"n": 1}, {"n": 2}]


def wait(items: Any = ITEMS, timezone: str = "UTC", **parameters: Any) -> Run:
    run = Run("flow.wait", parameters, items)
    run.timezone = timezone
    return run


def resumption(reason: Any, mode: str, default: str = "reject", data: Any = None) -> Resumption:
    return Resumption(reason=reason, data=data, details={"mode": mode, "default": default})


@pytest.mark.parametrize(
    ("amount", "unit", "seconds"),
    [(2, "seconds", 2), ("1.5", "minutes", 90), (0, "hours", 0), (1, "days", 86_400)],
)
async def test_for_a_time(amount: Any, unit: str, seconds: float) -> None:
    suspended = await wait(amount=amount, unit=unit).suspended()
    assert (suspended.kind, suspended.until) == ("time", NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("amount", ["soon", -1, None, 1e12, float("inf"), [1]])
async def test_what_is_no_time_to_wait(amount: Any) -> None:
    assert (await wait(amount=amount).failed()).code == "invalid_duration"


@pytest.mark.parametrize(
    ("until", "timezone", "moment"),
    [
        ("2026-12-24T18:00", "UTC", "2026-12-24T18:00Z"),
        ("2026-12-24T18:00", "Europe/Berlin", "2026-12-24T17:00Z"),
        ("2026-07-24T18:00", "Europe/Berlin", "2026-07-24T16:00Z"),
        ("2026-12-24T18:00+05:30", "Europe/Berlin", "2026-12-24T12:30Z"),
        ("2020-01-01", "UTC", "2020-01-01T00:00Z"),
    ],
)
async def test_until_a_moment_of_the_workflows_timezone(until: str, timezone: str, moment: str) -> None:
    suspended = await wait(mode="until", until=until, timezone=timezone).suspended()
    assert suspended.until
    assert suspended.until.astimezone(UTC) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("until", ["tomorrow", None, 5, "2026-13-01", ""])
async def test_what_is_no_moment(until: Any) -> None:
    assert (await wait(mode="until", until=until).failed()).code == "invalid_time"


async def test_a_question_may_have_a_time_limit() -> None:
    suspended = await wait(mode="approval", message="Pay?", limit=2).suspended()
    assert (suspended.kind, suspended.message) == ("approval", "Pay?")
    assert suspended.until == NOW + timedelta(hours=2)
    assert (await wait(mode="webhook").suspended()).until is None


async def test_nothing_is_waited_for_without_items() -> None:
    assert await wait(items=[]).outputs() == {}


@pytest.mark.parametrize("mode", ["duration", "until"])
async def test_when_the_time_is_up_the_items_go_on(mode: str) -> None:
    run = wait(mode=mode)
    assert await run.outputs(resumption("time", mode)) == {"main": ITEMS}
    assert run.pairs == ["identity"]


async def test_a_call_of_the_link_goes_on_with_its_request() -> None:
    run = wait(mode="webhook")
    assert await run.outputs(resumption("webhook", "webhook", data={"body": 1})) == {"main": [{"body": 1}]}
    assert (await run.failed(resumption("time", "webhook"))).code == "wait_timeout"
    assert await run.outputs(resumption("continue", "webhook")) == {"main": ITEMS}


@pytest.mark.parametrize(
    ("reason", "default", "data", "port"),
    [
        ("approve", "reject", None, "approved"),
        ("reject", "approve", None, "rejected"),
        ("continue", "reject", None, "approved"),
        ("continue", "reject", {"approved": False}, "rejected"),
        ("time", "approve", None, "approved"),
        ("time", "reject", None, "rejected"),
    ],
)
async def test_an_approval_decides_the_port(reason: str, default: str, data: Any, port: str) -> None:
    run = wait(mode="approval")
    assert await run.outputs(resumption(reason, "approval", default, data)) == {port: ITEMS}


async def test_the_log_tells_who_decided_and_what_they_said() -> None:
    run = wait(mode="approval")
    await run.outputs(resumption("reject", "approval", "approve", {"approved": False, "comment": "too dear"}))
    await run.outputs(resumption("time", "approval", "approve"))
    assert run.lines == [
        ("system", "Rejected by somebody with the link: too dear"),
        ("system", "Nobody decided in time: approved"),
    ]


async def test_an_approval_that_nobody_gives_can_be_a_failure() -> None:
    assert (
        await wait(mode="approval").failed(resumption("time", "approval", "fail"))
    ).code == "approval_timeout"


def test_its_outputs() -> None:
    assert list(Wait.outputs_of({"mode": "approval"})) == ["approved", "rejected"]
    assert list(Wait.outputs_of({})) == ["main"]
