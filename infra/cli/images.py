"""What ``flowtape sandbox`` does."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

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
    """0 if all of them are there now, on each Docker host."""
    environments = environments_of(settings())
    wanted = [_named(name, environments) for name in names] or list(environments.current().values())
    with _engines() as engines:
        built = [_build(client, environment) for client in engines for environment in wanted]
    wrong = 0 if names else _complain(environments)
    return 0 if all(built) and not wrong else 1


def list_environments() -> int:
    """0 if all files are right."""
    environments = environments_of(settings())
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0))
    for column in ("name", "title", "languages", "image", "size"):
        table.add_column(column, overflow="fold", no_wrap=column in ("image", "size"))
    with _engines() as engines:
        for environment in environments.current().values():
            table.add_row(*_row(engines, environment))
    terminal.out.print(table)
    return 1 if _complain(environments) else 0


def prune_images() -> None:
    environments = environments_of(settings())
    if problems := environments.problems():
        raise ClientError(f"nothing is removed while an environment's file is wrong: {problems[0]}")
    keep = needed(environments.current().values())
    with _engines() as engines:
        removed = [tag for client in engines for tag in prune(client, keep)]
    for tag in removed:
        terminal.out.print(Text(f"removed {tag}"))
    if not removed:
        terminal.out.print("there is nothing to remove")


@contextmanager
def _engines() -> Iterator[list[DockerClient]]:
    """A client of each Docker host."""
    with ExitStack() as opened:
        clients = []
        for endpoint in settings().sandbox_endpoints:
            client = reach(endpoint)
            if client is None:
                raise ClientError(MISSING.format(address=address(endpoint)))
            clients.append(opened.enter_context(closing(client)))
        yield clients


def _named(name: str, environments: Environments) -> Environment:
    found = environments.current()
    if name in found:
        return found[name]
    for problem in environments.problems():
        if problem.name == name:
            raise ClientError(str(problem))
    raise ClientError(f"there is no environment {name!r}; possible are {', '.join(found)}")


def _complain(environments: Environments) -> int:
    """How many files are wrong."""
    for problem in environments.problems():
        terminal.err.print(Text(f"✗ {problem}"))
    return len(environments.problems())


def _build(client: DockerClient, environment: Environment) -> bool:
    try:
        image = ensure_sandbox_image(client, environment, lambda line: terminal.out.print(Text(f"  {line}")))
    except Unavailable as error:
        terminal.err.print(Text(f"✗ {environment.name}: {error}"))
        return False
    terminal.out.print(Text(f"✓ {environment.name}: {image}"))
    return True


def _row(engines: Sequence[DockerClient], environment: Environment) -> tuple[Text, ...]:
    tag = image_for(environment)
    sizes = [_size(client, tag) for client in engines]
    known = [size for size in sizes if size is not None]
    built = len(known) == len(sizes)
    size = Text(f"{max(known) // _MEGABYTE} MB") if built else Text("not built", "red")
    name, languages = environment.name, ", ".join(environment.languages)
    return Text(name), terminal.cell(environment.title), Text(languages), Text(tag), size


def _size(client: DockerClient, tag: str) -> int | None:
    """In bytes, with the layers that it shares; None if it isn't there."""
    try:
        return int(client.images.get(tag).attrs["Size"])
    except ImageNotFound:
        return None
