"""Builds the image: from the public Debian image where a registry answers, else from Debian packages."""

import io
from collections.abc import Callable

from docker import DockerClient
from docker.errors import APIError, BuildError, ImageNotFound

from sandbox.images import content
from sandbox.images.bootstrap import BootstrapFailed, bootstrap

Progress = Callable[[str], None]


class ImageUnavailable(Exception):
    """The image can't be built here; the message says what to do."""


def ensure_image(client: DockerClient, progress: Progress) -> str:
    """The image's tag, built if it isn't there (about half a minute). Raises :class:`ImageUnavailable`."""
    tag = content.image_tag()
    if _exists(client, tag):
        return tag
    base = content.base_tag()
    if not _exists(client, base):
        _build_base(client, base, progress)
    progress("adding the runner to the sandbox image")
    _build(client, tag, content.runner_context(), {"BASE": base}, network="none")
    return tag


def _exists(client: DockerClient, tag: str) -> bool:
    try:
        client.images.get(tag)
    except ImageNotFound:
        return False
    return True


def _build_base(client: DockerClient, tag: str, progress: Progress) -> None:
    progress("looking for a registry that has Debian")
    try:
        client.images.pull("debian", tag="bookworm-slim")
        progress("building the sandbox image from Debian's image")
        _build(client, tag, content.base_context(), {}, network=None)
    except (APIError, ImageUnavailable) as error:
        progress("building the sandbox image from Debian packages (about 30 s)")
        _bootstrap_base(client, tag, error)


def _bootstrap_base(client: DockerClient, tag: str, why_not_pulled: Exception) -> None:
    repository, _, version = tag.partition(":")
    try:
        with bootstrap(content.packages()) as archive:
            client.api.import_image(archive, repository=repository, tag=version)
    except BootstrapFailed as error:
        raise ImageUnavailable(
            f"The sandbox image can't be built. From a registry: {why_not_pulled}. From packages: {error}"
        ) from error


def _build(
    client: DockerClient, tag: str, context: io.BytesIO, arguments: dict[str, str], network: str | None
) -> None:
    try:
        client.images.build(
            fileobj=context,
            custom_context=True,
            tag=tag,
            buildargs=arguments,
            network_mode=network,
            rm=True,
            forcerm=True,
            use_config_proxy=network is None,
        )
    except BuildError as error:
        said = "".join(str(line.get("stream", "")) for line in error.build_log if isinstance(line, dict))
        raise ImageUnavailable(f"building {tag} failed: {error}\n{said[-2000:]}") from error
