"""Whatever the server can say by a code, the page has words for, in both languages."""

import re

import pytest

from tests.web.said_codes import FAILED, PROBLEM, REFUSED, ROOT, RULES, Source, codes_in
from web.api.refusals import HTTP_CODES
from workers.nodes import code, http_request

WORDS = ROOT / "web" / "ui" / "src" / "i18n"
WORKED_OUT = {
    "refused": {
        *HTTP_CODES.values(),
        "nothing_to_undo",
        "nothing_to_redo",
        "unavailable",
        "invalid_credentials",
    },
    "problem": set[str](),
    "failed": {*code.CODES.values(), *http_request.CODES.values(), "timed_out"} - {"completed"},
    "field": {"missing", "string_too_short", "string_too_long", "literal_error", "extra_forbidden"},
}
"""Codes that don't stand in a call; where they are worked out is in the list below."""
HANDED_ON = {
    "commands/refusing.py: refusal.code",
    "domain/workflow/problems.py: code",
    "domain/workflow/settings_problems.py: code",
    "web/api/problems.py: code",
    "web/api/refusals.py: code",
    "web/api/refusals.py: error.code",
    "web/api/resuming/endpoint.py: refusal.code",
    "web/api/routers/stream.py: NotFound.code",
    "web/api/webhooks/response.py: code",
    "workers/engine/drive.py: error.code",
    "workers/engine/per_item.py: code",
    "workers/engine/steps.py: started",
    "workers/nodes/code.py: CODES[result.outcome]",
    "workers/nodes/flow_stop.py: parameters['code']",
    "workers/nodes/http_request.py: CODES[type(error)]",
}
"""Where a code comes from elsewhere, or is its user's own. Nothing else may be put together."""


def words_in(language: str, kind: str) -> set[str]:
    text = (WORDS / language / "said.ts").read_text(encoding="utf-8")
    return set(re.findall(rf'^  "{kind}\.(\w+)":', text, re.MULTILINE))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("kind", "source"), [("refused", REFUSED), ("problem", PROBLEM), ("failed", FAILED), ("field", RULES)]
)
def test_every_code_has_words(language: str, kind: str, source: Source) -> None:
    found = codes_in(source)
    known = found.codes | WORKED_OUT[kind]
    assert found.unread <= HANDED_ON, "write the code where it is said, or list where it comes from"
    assert known - words_in(language, kind) == set()
    if kind != "field":
        assert words_in(language, kind) - known == set(), "these are said no more"
