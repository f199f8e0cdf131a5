"""What the image says of itself."""

import json
from typing import NamedTuple

_FILE = "/opt/flowtape/environment.json"


class Environment(NamedTuple):
    languages: frozenset[str]
    preload: list[str]
    """Python modules to be imported ahead."""
    node_modules: str


def load_environment() -> Environment:
    with open(_FILE) as file:
        said = json.load(file)
    return Environment(frozenset(said["languages"]), said["preload"], said["node_modules"])
