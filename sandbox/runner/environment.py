"""What the image says of itself."""

import json
from typing import NamedTuple

_FILE = "/opt/flowtape/environment.json"


class Environment(NamedTuple):
    languages: frozenset[str]
    preload: list[str]
    """Python modules to be imported ahead."""
    preload_network: list[str]
    """Where steps have connections."""
    node_modules: str


def load_environment() -> Environment:
    with open(_FILE) as file:
        said = json.load(file)
    said["languages"] = frozenset(said["languages"])
    return Environment(**{key: said[key] for key in Environment._fields})
