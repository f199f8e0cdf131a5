"""The addresses at which a workflow can be called."""

from collections.abc import Mapping
from typing import Any, TypedDict


class Webhook(TypedDict):
    node_id: str
    methods: list[str]
    path: str
    """Without slashes at its ends; a segment that begins with ``:`` matches any one segment."""


def webhooks_of(definition: Mapping[str, Any]) -> list[Webhook]:
    """The webhooks of a definition's enabled triggers that have a usable path."""
    found = []
    for node in definition["nodes"]:
        if node["type"] == "trigger.webhook" and not node.get("disabled"):
            path, methods = node["parameters"].get("path"), node["parameters"].get("methods") or ["POST"]
            if isinstance(path, str) and isinstance(methods, list):
                found.append(
                    Webhook(node_id=node["id"], methods=_unique(methods), path=normalised(path)),
                )
    return found


def normalised(path: str) -> str:
    """A path as it is stored and looked up."""
    return path.strip("/")


def is_pattern(path: str) -> bool:
    return any(segment.startswith(":") for segment in path.split("/"))


def match(pattern: str, path: str) -> dict[str, str] | None:
    """What the pattern's parameters stand for in the path; None where it doesn't match."""
    wanted, given = pattern.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    parameters: dict[str, str] = {}
    for expected, actual in zip(wanted, given, strict=True):
        if expected.startswith(":"):
            parameters[expected[1:]] = actual
        elif expected != actual:
            return None
    return parameters


def _unique(methods: list[Any]) -> list[str]:
    return list(dict.fromkeys(method.upper() for method in methods if isinstance(method, str)))
