"""The plain walker finds what JavaScript finds, for any data and any path."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workers.expressions.evaluating import evaluate, value_of
from workers.expressions.hosts import ExpressionHosts

AWKWARD = [
    "__proto__",
    "constructor",
    "toString",
    "length",
    "a",
    "größe",
    "a b",
    "0",
    "1",
    "-1",
    "01",
    "$",
    "values",
]
keys = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=4)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def data_and_path(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Half of the steps follow the data, so that paths lead somewhere."""
    data = draw(st.dictionaries(keys, values, max_size=4))
    at: Any = data
    path = ""
    for _ in range(draw(st.integers(0, 4))):
        there = sorted(at) if isinstance(at, dict) else range(len(at)) if isinstance(at, list) else []
        key = (
            draw(st.sampled_from(there)) if there and draw(st.booleans()) else draw(keys | st.integers(0, 3))
        )
        path += draw(st.sampled_from(_spellings(key)))
        at = at[key] if key in there else None
        if at is None:
            break
    return data, path


def _spellings(key: str | int) -> list[str]:
    if isinstance(key, int):
        return [f"[{key}]", f"?.[{key}]"]
    spelled = [f"[{json.dumps(key, ensure_ascii=False)}]", f"?.[{json.dumps(key)}]"]
    named = [f".{key}", f"?.{key}"] if key.isidentifier() else []
    return spelled + named or [".a"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=data_and_path())
async def test_the_walker_agrees_with_javascript(
    hosts: ExpressionHosts, case: tuple[dict[str, Any], str]
) -> None:
    data, path = case
    walked = await evaluate(hosts, f"{{{{ $json{path} }}}}", [data])
    computed = await evaluate(hosts, f"{{{{ ($json{path}) }}}}", [data])
    assert as_doubles(walked.values) == as_doubles(computed.values)
    assert len(walked.warnings) == len(computed.warnings)


def as_doubles(value: Any) -> Any:
    """JavaScript writes 2**60 with fewer digits than it has, which is another integer but the same double."""
    match value:
        case bool():
            return value
        case int() | float():
            return float(value)
        case list():
            return [as_doubles(element) for element in value]
        case dict():
            return {key: as_doubles(element) for key, element in value.items()}
        case _:
            return value


async def test_integers_beyond_two_to_the_53_stay_exact(hosts: ExpressionHosts) -> None:
    big = 2**63 + 12345678901234567890
    assert await value_of(hosts, "{{ $json.n }}", {"n": big}) == big
    assert await value_of(hosts, "n = {{ $json.n }}", {"n": big}) == f"n = {big}"


async def test_plain_paths_never_start_a_host() -> None:
    hosts = ExpressionHosts()
    found = await evaluate(hosts, "{{ $json.a }} {{ $itemIndex }}", [{"a": 1}, {"a": 2}])
    assert (found.values, hosts.running) == (["1 0", "2 1"], 0)
