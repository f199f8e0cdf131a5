"""What goes into the images, and the names that follow from it."""

import hashlib
import json
from pathlib import Path

from sandbox.images.environment import Environment

IMAGES = Path(__file__).parent
RUNNER = IMAGES.parent / "runner"
PACKAGES = IMAGES / "packages.txt"
REPOSITORY = "flowtape-sandbox"
PACKAGES_REPOSITORY = "flowtape-sandbox-packages"
BASE_REPOSITORY = "flowtape-sandbox-base"
LABEL = "flowtape.sandbox.image"
"""Marks the images that are ours; its value is the environment's name."""
NODE_MODULES = "/usr/local/lib/node_modules"

_SOURCES = frozenset((".py", ".js"))


def packages() -> list[str]:
    return PACKAGES.read_text().split()


def base_tag() -> str:
    """``flowtape-sandbox-base:<hash of the package list>``: Debian, under every environment."""
    return f"{BASE_REPOSITORY}:{_hash(_file(PACKAGES), _file(IMAGES / 'base.Dockerfile'))}"


def packages_tag(environment: Environment | None) -> str:
    """``flowtape-sandbox-packages:<hash of the packages>``: an environment without the runner, which other
    environments may be based on. Its base's where it adds nothing."""
    if environment is None:
        return base_tag()
    base = packages_tag(environment.base)
    added = {key: getattr(environment, key) for key in ("apt", "pip", "npm", "node")}
    if not any(added.values()):
        return base
    recipe = _file(IMAGES / "packages.Dockerfile")
    return f"{PACKAGES_REPOSITORY}:{_hash(base.encode(), json.dumps(added).encode(), recipe)}"


def image_for(environment: Environment) -> str:
    """``flowtape-sandbox:<hash of the environment's file, its base's image and the runner's files>``."""
    files = [_file(path) for path in (IMAGES / "runner.Dockerfile", *runner_files())]
    chain = [each.source for each in environment.chain]
    name = environment.name.encode()
    return f"{REPOSITORY}:{_hash(packages_tag(environment).encode(), name, *chain, *files)}"


def description(environment: Environment) -> bytes:
    """What the image says of itself in ``/opt/flowtape/environment.json``."""
    preload = dict.fromkeys(module for each in environment.chain for module in each.preload)
    said = {
        "name": environment.name,
        "languages": environment.languages,
        "preload": list(preload),
        "node_modules": NODE_MODULES,
    }
    return json.dumps(said).encode()


def runner_files() -> list[Path]:
    return sorted(path for path in RUNNER.rglob("*") if path.suffix in _SOURCES)


def _file(path: Path) -> bytes:
    content = path.read_bytes()
    return f"{path.relative_to(IMAGES.parent)} {len(content)}\n".encode() + content


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}\n".encode() + part)
    return digest.hexdigest()[:16]
