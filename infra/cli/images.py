"""What ``flowtape sandbox`` does."""

from collections.abc import Sequence
from contextlib import closing

from docker import DockerClient
from docker.errors import ImageNotFound
from rich.table import Table
from rich.text import Text

from infra.cli import terminal
from infra.cli.client import ClientError
from infra.embedded import Unavailable
from infra.embedded.docker import MISSING, address, reach
from infra.embedded.images import ensure_sandbox_image
from infra.environments import environments_of
from infra.settings import settings
from sandbox.environments import Environment, Environments
from sandbox.images import image_for, needed, prune

_MEGABYTE = 1_000_000


def build_images(names: Sequence[str]) -> int:
    """0 if all of them are there now."""
    environments = environments_of(settings())
    wanted = [_named(name, environments) for name in names] or list(environments.current().values())
    with closing(_engine()) as client:
        built = [_build(client, environment) for environment in wanted]
    wrong = [] if names else environments.problems()
    for problem in wrong:
        terminal.err.print(Text(f"✗ {problem}"))
    return 0 if all(built) and not wrong else 1


def list_environments() -> int:
    """0 if all files are right."""
    environments = environments_of(settings())
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("name", "title", "languages", "image", "size", "built"):
        table.add_column(column, no_wrap=column != "title", justify="right" if column == "size" else "left")
    with closing(_engine()) as client:
        for environment in environments.current().values():
            table.add_row(*_row(client, environment))
    terminal.out.print(table)
    for problem in environments.problems():
        terminal.err.print(Text(f"✗ {problem}"))
    return 1 if environments.problems() else 0


def prune_images() -> None:
    environments = environments_of(settings())
    if problems := environments.problems():
        raise ClientError(f"nothing is removed while an environment's file is wrong: {problems[0]}")
    with closing(_engine()) as client:
        removed = prune(client, needed(environments.current().values()))
    for tag in removed:
        terminal.out.print(Text(f"removed {tag}"))
    if not removed:
        terminal.out.print("there is nothing to remove")


def _engine() -> DockerClient:
    client = reach()
    if client is None:
        raise ClientError(MISSING.format(address=address()))
    return client


def _named(name: str, environments: Environments) -> Environment:
    found = environments.current()
    if name in found:
        return found[name]
    for problem in environments.problems():
        if problem.name == name:
            raise ClientError(str(problem))
    raise ClientError(f"there is no environment {name!r}; possible are {', '.join(found)}")


def _build(client: DockerClient, environment: Environment) -> bool:
    try:
        image = ensure_sandbox_image(client, environment, lambda line: terminal.out.print(Text(f"  {line}")))
    except Unavailable as error:
        terminal.err.print(Text(f"✗ {environment.name}: {error}"))
        return False
    terminal.out.print(Text(f"✓ {environment.name}: {image}"))
    return True


def _row(client: DockerClient, environment: Environment) -> tuple[Text, ...]:
    tag = image_for(environment)
    try:
        size, built = f"{client.images.get(tag).attrs['Size'] // _MEGABYTE} MB", Text("✓", "green")
    except ImageNotFound:
        size, built = "", Text("✗", "red")
    languages = ", ".join(environment.languages)
    return (
        terminal.cell(environment.name),
        terminal.cell(environment.title),
        Text(languages),
        Text(tag),
        Text(size),
        built,
    )
