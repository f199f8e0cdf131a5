import json
from pathlib import Path
from typing import Any

import pytest

from domain.workflow.definition import parse
from workers.nodes.registry import Catalogue

EXAMPLES = Path(__file__).parents[3] / "examples"
FILES = sorted(EXAMPLES.glob("*.json"))


def test_there_are_examples() -> None:
    assert {file.stem for file in FILES} >= {"seattle-weather", "earthquakes", "webhook-greeting"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_example_can_be_saved_and_has_no_problems(file: Path) -> None:
    example = json.loads(file.read_text())
    catalogue = Catalogue()
    parse(example["definition"], catalogue)
    assert set(example) <= {"name", "description", "input", "definition"}
    for node in example["definition"]["nodes"]:
        assert catalogue.problems_of(node["id"], node["type"], node["parameters"]) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_examples_input_is_a_table_that_is_there(file: Path) -> None:
    example: dict[str, Any] = json.loads(file.read_text())
    if "input" in example:
        rows = json.loads((EXAMPLES / example["input"]).read_text())
        assert len(rows) > 1000
        assert all(isinstance(row, dict) for row in rows)
