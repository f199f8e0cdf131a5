"""The examples in the guide for contributors are code that works."""

import json
from typing import Any

import pytest

from domain.topics import event_of
from tests.docs.pages import ROOT, code_blocks
from tests.workers.nodes.running import Run
from workers.nodes.base import NodeType
from workers.nodes.registry import NODE_TYPES

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


async def test_the_node_type_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    [code] = code_blocks(GUIDE, "python")
    module: dict[str, Any] = {"__name__": "example"}
    exec(code, module)
    types = [value for value in module.values() if isinstance(value, type) and issubclass(value, NodeType)]
    [shown] = [each for each in types if each is not NodeType]
    monkeypatch.setitem(NODE_TYPES, shown.name, shown)
    run = Run(shown.name, {"text": "{{ $json.a }}"}, [{"a": "abc"}, {"a": "de"}], chunk=1)
    assert await run.outputs() == {"main": [{"text": "cba"}, {"text": "ed"}]}


def test_the_sample_is_read() -> None:
    sample = next(json.loads(line) for line in GUIDE.splitlines() if line.lstrip().startswith('{"topic"'))
    assert event_of(sample["topic"], sample["fields"])
