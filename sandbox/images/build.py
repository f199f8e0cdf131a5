"""Builds images: Debian from a registry where one answers, else from its packages; then what is installed;
then the runner."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from docker import DockerClient
from docker.errors import APIError, BuildError, ImageNotFound

from sandbox.environments.environment import DEBIAN, Environment
from sandbox.images import content
from sandbox.images.bootstrap import BootstrapFailed, bootstrap
from sandbox.images.context import Context, base_context, packages_context, packed, runner_context
from sandbox.images.fetch import FetchFailed, fetch

Progress = Callable[[str], None]


class ImageUnavailable(Exception):
    """The image can't be built here; the message says what to do."""


class NoDebian(ImageUnavailable):
    """What is under all of them can't be had: no registry answers, and there is no mmdebstrap."""


def ensure_image(client: DockerClient, environment: Environment, progress: Progress) -> str:
    """The image's tag, built if it isn't there. Raises :class:`ImageUnavailable`."""
    tag = content.image_for(environment)
    if exists(client, tag):
        return tag
    packages = _ensure_packages(client, environment, progress)
    progress(f"adding the runner to the image of {environment.name}")
    _build(client, runner_context(environment), packages, "none", tag=tag, name=environment.name)
    return tag


def exists(client: DockerClient, tag: str) -> bool:
    try:
        client.images.get(tag)
    except ImageNotFound:
        return False
    return True


def _ensure_packages(client: DockerClient, environment: Environment | None, progress: Progress) -> str:
    tag = content.packages_tag(environment)
    if exists(client, tag):
        return tag
    if environment is None:
        _build_base(client, tag, progress)
        return tag
    base = _ensure_packages(client, environment.base, progress)
    if base != tag:
        progress(f"installing the packages of {environment.name}")
        _build_packages(client, tag, environment, base)
    return tag


def _build_packages(client: DockerClient, tag: str, environment: Environment, base: str) -> None:
    with tempfile.TemporaryDirectory(prefix="flowtape-image-") as folder:
        root = Path(folder) / "root"
        try:
            fetch(environment, str(client.info()["Architecture"]), root)
        except FetchFailed as error:
            raise ImageUnavailable(f"The packages of {environment.name} can't be had: {error}") from error
        network = "host" if environment.apt else "none"
        context = packages_context(environment, root)
        _build(client, context, base, network, tag=tag, name=environment.name)


def _build_base(client: DockerClient, tag: str, progress: Progress) -> None:
    progress("looking for a registry that has Debian")
    try:
        client.images.pull("debian", tag="bookworm-slim")
        progress("building the sandbox's Debian from Debian's image")
        _build(client, base_context(), "", None, tag=tag, name=DEBIAN)
    except (APIError, ImageUnavailable) as error:
        progress("building the sandbox's Debian from Debian packages (about 30 s)")
        _bootstrap_base(client, tag, error)


def _bootstrap_base(client: DockerClient, tag: str, why_not_pulled: Exception) -> None:
    repository, _, version = tag.partition(":")
    label = f'LABEL {content.LABEL}="{DEBIAN}"'
    try:
        with bootstrap(content.packages()) as archive:
            client.api.import_image(archive, repository=repository, tag=version, changes=[label])
    except BootstrapFailed as error:
        raise NoDebian(
            f"The sandbox image can't be built. From a registry: {why_not_pulled}. From packages: {error}"
        ) from error


def _build(client: DockerClient, context: Context, base: str, network: str | None, **image: str) -> None:
    """``image`` is its ``tag`` and the ``name`` on its label."""
    try:
        with packed(context) as archive:
            client.images.build(
                fileobj=archive,
                custom_context=True,
                tag=image["tag"],
                buildargs={"BASE": base} if base else {},
                labels={content.LABEL: image["name"]},
                network_mode=network,
                rm=True,
                forcerm=True,
                use_config_proxy=network != "none",
            )
    except (BuildError, APIError) as error:
        lines = error.build_log if isinstance(error, BuildError) else ()
        said = "".join(str(line.get("stream", "")) for line in lines if isinstance(line, dict))
        raise ImageUnavailable(f"building {image['tag']} failed: {error}\n{said[-2000:]}") from error
