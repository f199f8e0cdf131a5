"""The environments that there are: those shipped, and an administrator's."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.environments.environment import DEBIAN, BadEnvironment, Draft, Environment, read
from sandbox.model import Language

SHIPPED = Path(__file__).parent


class NoSuchEnvironment(Exception):
    """A step asked for an environment that isn't there or lacks its language; the message says what is."""


def is_shipped(environment: Environment) -> bool:
    return environment.path.parent == SHIPPED


def default_environment(language: Language) -> str:
    """The name of the environment that a language has of its own."""
    return language


def choose(name: str | None, language: Language, environments: Mapping[str, Environment]) -> Environment:
    """What a step runs in. Raises :class:`NoSuchEnvironment`."""
    wanted = name or default_environment(language)
    found = environments.get(wanted)
    if found and language in found.languages:
        return found
    possible = ", ".join(each.name for each in environments.values() if language in each.languages)
    problem = (
        f"The environment {wanted!r} has no {language}" if found else f"There is no environment {wanted!r}"
    )
    raise NoSuchEnvironment(f"{problem}. Those for {language}: {possible}.")


def load_environments(folders: Sequence[Path]) -> dict[str, Environment]:
    """All of the folders' ``*.toml``. Raises :class:`BadEnvironment` for the first that is wrong."""
    found, problems = read_environments(folders)
    if problems:
        raise problems[0]
    return found


def read_environments(folders: Sequence[Path]) -> tuple[dict[str, Environment], list[BadEnvironment]]:
    """Those that are right, and what is wrong with the others."""
    drafts, problems = _drafts(folders)
    found: dict[str, Environment] = {}
    for name in drafts:
        try:
            found[name] = _resolved(name, drafts, ())
        except BadEnvironment as problem:
            problems.append(problem)
    return found, problems


def _drafts(folders: Sequence[Path]) -> tuple[dict[str, Draft], list[BadEnvironment]]:
    drafts: dict[str, Draft] = {}
    problems: list[BadEnvironment] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        try:
            draft = read(path)
        except BadEnvironment as problem:
            problems.append(problem)
            continue
        if other := drafts.get(draft.name):
            problems.append(
                BadEnvironment(path, f"{draft.name} is there already, as {other.path}; give it another name")
            )
        else:
            drafts[draft.name] = draft
    return drafts, problems


def _resolved(name: str, drafts: Mapping[str, Draft], above: tuple[str, ...]) -> Environment:
    draft, path = drafts[name], (*above, name)
    if draft.base == DEBIAN:
        return draft.on(None)
    if draft.base in path:
        raise BadEnvironment(draft.path, f"it is based on itself: {' → '.join((*path, draft.base))}")
    if draft.base not in drafts:
        possible = ", ".join((DEBIAN, *drafts))
        raise BadEnvironment(draft.path, f"there is no base {draft.base!r}; possible are {possible}")
    try:
        base = _resolved(draft.base, drafts, path)
    except BadEnvironment as problem:
        raise BadEnvironment(draft.path, f"its base is wrong: {problem}") from problem
    return draft.on(base)
