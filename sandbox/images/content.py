"""What goes into the images, and the names that follow from it."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sandbox.environments import Environment

IMAGES = Path(__file__).parent
RUNNER = IMAGES.parent / "runner"
PACKAGES = IMAGES / "packages.txt"
REPOSITORY = "flowtape-sandbox"
PACKAGES_REPOSITORY = "flowtape-sandbox-packages"
BASE_REPOSITORY = "flowtape-sandbox-base"
REPOSITORIES = (REPOSITORY, PACKAGES_REPOSITORY, BASE_REPOSITORY)
"""Each after those that are made from it."""
LABEL = "flowtape.sandbox.image"
"""Marks the images that are ours; its value is the environment's name."""
NODE_MODULES = "/usr/local/lib/node_modules"

_SOURCES = frozenset((".py", ".js"))


def packages() -> list[str]:
    return PACKAGES.read_text().split()


def base_tag() -> str:
    """``flowtape-sandbox-base:<hash of the package list>``: Debian, under every environment."""
    return f"{BASE_REPOSITORY}:{_hash(PACKAGES.read_bytes(), _recipe('base'))}"


def packages_tag(environment: Environment | None) -> str:
    """``flowtape-sandbox-packages:<hash of the packages>``: an environment without the runner, which other
    environments may be based on. Its base's where it adds nothing."""
    if environment is None:
        return base_tag()
    base = packages_tag(environment.base)
    added = {key: getattr(environment, key) for key in ("apt", "pip", "npm", "node")}
    if not any(added.values()):
        return base
    return f"{PACKAGES_REPOSITORY}:{_hash(base.encode(), json.dumps(added).encode(), _recipe('packages'))}"


def image_for(environment: Environment) -> str:
    """``flowtape-sandbox:<hash of the environment's file, what it is based on, and the runner>``."""
    chain = (part for each in environment.chain for part in (each.name.encode(), each.source))
    runner = (part for name, source in runner_files().items() for part in (name.encode(), source))
    return f"{REPOSITORY}:{_hash(packages_tag(environment).encode(), *chain, _recipe('runner'), *runner)}"


def description(environment: Environment) -> bytes:
    """What the image says of itself in ``/opt/flowtape/environment.json``."""
    said = {
        "name": environment.name,
        "languages": environment.languages,
        "preload": [module for each in environment.chain for module in each.preload],
        "preload_network": [module for each in environment.chain for module in each.preload_network],
        "node_modules": NODE_MODULES,
    }
    return json.dumps(said).encode()


@cache
def runner_files() -> Mapping[str, bytes]:
    """By their names below ``sandbox/runner``. Read once: an image has what its name says, and a process
    that runs long keeps to the image whose runner speaks as it does."""
    paths = sorted(path for path in RUNNER.rglob("*") if path.suffix in _SOURCES)
    return {str(path.relative_to(RUNNER)): path.read_bytes() for path in paths}


def _recipe(name: str) -> bytes:
    return (IMAGES / f"{name}.Dockerfile").read_bytes()


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}\n".encode() + part)
    return digest.hexdigest()[:16]
