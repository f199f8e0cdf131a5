"""When a node is tried again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.projections.stories import started
from workers.engine.endings import JITTER, LONGEST_DELAY_S, retry_at
from workers.ports import NodeError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BROKEN = NodeError("http_failed", "no answer")


def delay(attempt: int = 1, error: NodeError = BROKEN, **retry: Any) -> float | None:
    at = retry_at(retry, error, started("a", attempt=attempt), NOW)
    return None if at is None else (at - NOW) / timedelta(seconds=1)


def is_about(seconds: float | None, wanted: float) -> bool:
    return seconds is not None and wanted <= seconds <= wanted * (1 + JITTER)


def test_as_often_as_the_setting_says() -> None:
    assert [delay(attempt, count=2) is not None for attempt in (1, 2, 3, 4)] == [True, True, False, False]
    assert delay(count=0) is None
    assert delay() is None
    assert retry_at(None, BROKEN, started("a"), NOW) is None


@pytest.mark.parametrize(("backoff", "delays"), [("fixed", [3, 3, 3]), ("exponential", [3, 6, 12])])
def test_the_delay_stays_or_doubles(backoff: str, delays: list[float]) -> None:
    for attempt, wanted in enumerate(delays, 1):
        assert is_about(delay(attempt, count=9, delay_s=3, backoff=backoff), wanted)


def test_without_a_delay_it_is_a_second() -> None:
    assert is_about(delay(count=1), 1)


def test_no_delay_grows_beyond_the_longest() -> None:
    assert is_about(delay(5000, count=9999, delay_s=1, backoff="exponential"), LONGEST_DELAY_S)


def test_delays_differ_a_little() -> None:
    assert len({delay(count=1, delay_s=10) for _ in range(20)}) > 1


def test_only_after_the_errors_that_are_named() -> None:
    assert delay(count=1, on=["http_failed"]) is not None
    assert delay(count=1, on=["timeout"]) is None
    assert delay(count=1, on=[]) is not None
