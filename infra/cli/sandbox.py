"""``flowtape sandbox``: the images that code runs in."""

from typing import Annotated

import typer

commands = typer.Typer(help="Build, list and remove the images that code runs in.", no_args_is_help=True)


@commands.command()
def build(
    names: Annotated[list[str] | None, typer.Argument(help="Environments; all without any.")] = None,
) -> None:
    """Build the images that aren't there."""
    from infra.cli.images import build_images

    raise typer.Exit(build_images(names or []))


@commands.command("list")
def list_all() -> None:
    """List the environments, and whether their images are built."""
    from infra.cli.images import list_environments

    raise typer.Exit(list_environments())


@commands.command()
def prune() -> None:
    """Remove Flowtape's images that no environment needs any more."""
    from infra.cli.images import prune_images

    prune_images()
