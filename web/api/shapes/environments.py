"""The sandbox's environments."""

from typing import Any

from pydantic import BaseModel

from sandbox.environments import Environment as Found
from sandbox.environments import default_environment
from sandbox.model import Language


class Environment(BaseModel):
    name: str
    title: str
    description: str
    languages: list[Language]
    default_for: list[Language]
    """What runs in it where a node names no environment."""


class Environments(BaseModel):
    items: list[Environment]
    next_cursor: None


def shape(found: Found) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "description": found.description,
        "languages": found.languages,
        "default_for": [each for each in found.languages if default_environment(each) == found.name],
    }
