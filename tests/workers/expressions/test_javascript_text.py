from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workers.expressions.evaluating import evaluate, value_of
from tests.workers.expressions.test_plain_paths import values
from workers.expressions.hosts import ExpressionHosts


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several=st.lists(values | st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
async def test_values_become_the_text_that_javascript_makes_of_them(
    hosts: ExpressionHosts, several: list[object]
) -> None:
    items = [{"v": value} for value in several]
    walked = await evaluate(hosts, "-{{ $json.v }}", items)
    computed = await evaluate(hosts, "-{{ ($json.v) }}", items)
    assert walked.values == computed.values


async def test_nothing_and_not_a_number_are_no_text(hosts: ExpressionHosts) -> None:
    assert await value_of(hosts, "[{{ null }}{{ undefined }}{{ NaN }}{{ '' }}]") == "[]"
    assert await value_of(hosts, "{{ 0 }}{{ false }}") == "0false"
