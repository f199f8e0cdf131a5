"""String literals say here what they say in JavaScript."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workers.expressions.evaluating import evaluate
from workers.expressions.hosts import ExpressionHosts
from workers.expressions.lexer import Token
from workers.expressions.string_literals import said_by

NAMES = st.sampled_from(['say "hi"', "back\\slash", "\0", "👍", "it's", "\u2028"]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=4
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, ascii_only=st.booleans())
async def test_a_node_of_any_name_is_found(hosts: ExpressionHosts, name: str, ascii_only: bool) -> None:
    quoted = json.dumps(name, ensure_ascii=ascii_only)
    text = f"{{{{ $({quoted}).first().json.a }}}} {{{{ $({quoted}).all().length }}}}"
    assert (await evaluate(hosts, text, nodes={name: [{"a": 7}]})).values == ["7 1"]


@pytest.mark.parametrize(
    "literal",
    [
        r"'\n\t\r\b\f\v\0'",
        r"'\x41\u0042\u{43}\u{1F44D}\u{0000000044}'",
        r"'\ud83d\udc4d'",
        r"""'\'\"\\\a\$\`'""",
        "'one \\\nline, and \\\r\nanother'",
        '"plain"',
    ],
)
async def test_escapes_mean_what_they_mean_in_javascript(hosts: ExpressionHosts, literal: str) -> None:
    (value,) = (await evaluate(hosts, f"{{{{ {literal} }}}}")).values
    assert said_by(Token("string", literal)) == value


@pytest.mark.parametrize(
    "literal", [r"'\ud83d'", r"'\u{d83d}'", r"'\u{110000}\udc00'", r"'\1'", r"'\01'", r"'\u12'", r"'\xg0'"]
)
def test_what_is_no_unicode_text_says_nothing(literal: str) -> None:
    assert said_by(Token("string", literal)) is None
