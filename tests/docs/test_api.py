"""What docs/api.md lists is what there is."""

import re

import pytest

from domain.execution.events import TOPICS
from tests.docs.pages import ROOT
from tests.web.said_codes import REFUSED, codes_in
from tests.web.test_said import WORKED_OUT

PAGE = (ROOT / "docs/api.md").read_text(encoding="utf-8")


def section(title: str) -> set[str]:
    """All that stands in backquotes there."""
    text = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"`([^`\s]+)`", text))


@pytest.mark.parametrize("code", sorted(codes_in(REFUSED).codes | WORKED_OUT["refused"]))
def test_every_code_of_a_refusal_is_listed(code: str) -> None:
    assert code in section("Errors") | section("Webhooks") | section("Files")


def test_every_event_of_an_execution_is_listed() -> None:
    listed = section("Following an execution")
    of_executions = {topic for topic in TOPICS if topic.startswith("execution.")}
    assert {topic for topic in of_executions if not {topic, topic.partition(".")[2]} & listed} == set()
