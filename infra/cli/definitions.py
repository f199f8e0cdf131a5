"""Workflow files, and the input that goes with them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.cli.client import ClientError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    body: Json
    """For POST /api/workflows."""
    input: Any = None
    """What the file says to run it with; None where it says nothing."""


def read_workflow(path: Path) -> WorkflowFile:
    """A definition, or ``{name, description?, definition, input?}``; ``input`` is a path beside the file."""
    content = read_json(path)
    if not isinstance(content, dict) or not ("nodes" in content or "definition" in content):
        raise ClientError(f"{path} is neither a definition (with nodes) nor {{name, definition}}")
    if "definition" not in content:
        return WorkflowFile({"name": path.stem, "definition": content})
    known = ("name", "description", "definition")
    body = {"name": path.stem, **{key: content[key] for key in known if key in content}}
    beside = content.get("input")
    return WorkflowFile(body, read_json(path.parent / beside) if isinstance(beside, str) else None)


def read_input(given: str | None) -> Any:
    """JSON as it stands, or ``@FILE``; None where nothing was given."""
    if given is None:
        return None
    if given.startswith("@"):
        return read_json(Path(given[1:]))
    try:
        return json.loads(given)
    except ValueError as error:
        raise ClientError(f"--input is not JSON ({error}); for a file write --input @FILE") from None


def read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ClientError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise ClientError(f"{path} cannot be read as JSON: {error}") from None
