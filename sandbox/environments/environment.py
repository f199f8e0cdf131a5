"""An environment: what a step finds installed, as a short TOML file says it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from sandbox.model import Language

DEBIAN = "debian"
"""What an environment is based on that is based on no other."""
LANGUAGES: tuple[Language, ...] = get_args(Language)

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_VERSION = r"[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?"
_NODE = re.compile(_VERSION)
_NEEDS_NODE = 'JavaScript and npm packages need Node.js: base = "javascript", or node = "<its version>"'
_TEXTS = ("title", "description", "base", "node")
_MODULES = (
    re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*"),
    "a Python module, such as 'dateutil.parser'",
)
_LISTS = {
    "languages": (re.compile("|".join(LANGUAGES)), "one of " + ", ".join(LANGUAGES)),
    "apt": (
        re.compile(r"[a-z0-9][a-z0-9+.-]+(?:=[0-9][0-9A-Za-z.+:~-]*)?"),
        "a Debian package, such as 'git' or 'git=1:2.39.5-0+deb12u2'",
    ),
    "pip": (
        re.compile(
            r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9._,-]+\])?==[0-9][0-9A-Za-z.!+_-]*"
        ),
        "a Python package with its version, such as 'httpx==0.28.1'",
    ),
    "npm": (
        re.compile(rf"(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*@{_VERSION}"),
        "an npm package with its version, such as 'luxon@3.7.2'",
    ),
    "preload": _MODULES,
    "preload_network": _MODULES,
}
KEYS = (*_TEXTS, *_LISTS)


class BadEnvironment(Exception):
    """A file that can't be an environment; the message begins with the file and says what is wrong."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.name = path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """``apt``, ``pip``, ``npm`` and what is preloaded are what it adds to its base."""

    name: str
    title: str
    description: str
    base: "Environment | None"
    """None for Debian."""
    languages: tuple[Language, ...]
    apt: tuple[str, ...]
    pip: tuple[str, ...]
    npm: tuple[str, ...]
    node: str | None
    """The version of Node.js."""
    preload: tuple[str, ...]
    preload_network: tuple[str, ...]
    """Only where steps with connections run: a process that has imported less is copied faster."""
    path: Path
    source: bytes
    """What the file says."""

    @property
    def chain(self) -> "tuple[Environment, ...]":
        """From the one that is based on Debian to this one."""
        return (*(self.base.chain if self.base else ()), self)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file whose values are well formed, and whose base hasn't been looked up."""

    path: Path
    values: dict[str, Any]
    source: bytes

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def base(self) -> str:
        return str(self.values["base"])

    def on(self, base: Environment | None) -> Environment:
        """Raises :class:`BadEnvironment`."""
        lists = {key: tuple(self.values.get(key, ())) for key in _LISTS}
        environment = Environment(
            name=self.name,
            title=self.values["title"],
            description=self.values.get("description", ""),
            base=base,
            languages=lists.pop("languages") or (base.languages if base else ()),
            node=self.values.get("node"),
            path=self.path,
            source=self.source,
            **lists,
        )
        if problem := _problem_of_languages(environment):
            raise BadEnvironment(self.path, problem)
        return environment


def read(path: Path) -> Draft:
    """Raises :class:`BadEnvironment`."""
    try:
        source = path.read_bytes()
        values = tomllib.loads(source.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadEnvironment(path, str(error)) from error
    problem = _problem_of_name(path.stem) or _problem(values)
    if problem:
        raise BadEnvironment(path, problem)
    return Draft(path, values, source)


def _problem_of_name(name: str) -> str | None:
    if name == DEBIAN:
        return f"{DEBIAN} is what environments are based on; give the file another name"
    if not _NAME.fullmatch(name):
        return "the file's name is the environment's: lower-case letters, digits, _ and -, such as geo.toml"
    return None


def _problem_of_languages(environment: Environment) -> str | None:
    if not environment.languages:
        return f"languages is missing; say which of {', '.join(LANGUAGES)}"
    has_node = any(each.node for each in environment.chain)
    needs_node = environment.npm or "javascript" in environment.languages
    return _NEEDS_NODE if needs_node and not has_node else None


def _problem(values: dict[str, Any]) -> str | None:
    for key, value in values.items():
        if key in _TEXTS:
            problem = None if isinstance(value, str) and value else f"{key} has to be a text"
        elif key in _LISTS:
            problem = _problem_of_list(key, value)
        else:
            problem = f"unknown key {key!r}; possible are {', '.join(KEYS)}"
        if problem:
            return problem
    for key in ("title", "base"):
        if key not in values:
            return f"{key} is missing"
    if "node" in values and not _NODE.fullmatch(values["node"]):
        return f"node is {values['node']!r}; it has to be a version, such as '24.21.0'"
    return None


def _problem_of_list(key: str, value: object) -> str | None:
    pattern, wanted = _LISTS[key]
    if not isinstance(value, list):
        return f"{key} has to be a list"
    for entry in value:
        if not isinstance(entry, str) or not pattern.fullmatch(entry):
            return f"{entry!r} in {key} is not {wanted}"
    return None
