"""Workflow files, and the input that goes with them."""

import json
from pathlib import Path
from typing import Any

from infra.cli.client import ClientError

Json = dict[str, Any]


def read_workflow(path: Path) -> Json:
    """A definition, or ``{name, description?, definition}``, as a body for POST /api/workflows."""
    content = read_json(path)
    if not isinstance(content, dict) or not ("nodes" in content or "definition" in content):
        raise ClientError(f"{path} is neither a definition (with nodes) nor {{name, definition}}")
    if "definition" not in content:
        return {"name": path.stem, "definition": content}
    known = ("name", "description", "definition")
    return {"name": path.stem, **{key: content[key] for key in known if key in content}}


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
