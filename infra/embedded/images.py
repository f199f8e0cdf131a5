"""The images of the sandbox's environments, on this machine's Docker engine."""

import shutil
from collections.abc import Iterable

from docker import DockerClient

from infra.embedded import Unavailable, apt
from sandbox.environments import Environment, is_shipped
from sandbox.images import ImageUnavailable, NoDebian, ensure_image, exists, packages_tag


def ensure_images(
    client: DockerClient, environments: Iterable[Environment], progress: apt.Progress
) -> list[str]:
    """The names of those whose images are there then.

    What ships is built. An administrator's environment is brought up to date once they have built it; the
    first time may take long, and may fail, and is left to them. Raises :class:`Unavailable`.
    """
    ready = []
    for environment in environments:
        if is_shipped(environment) or exists(client, packages_tag(environment)):
            ensure_sandbox_image(client, environment, progress)
            ready.append(environment.name)
        else:
            name = environment.name
            progress(f"the environment {name} is not built; that does: flowtape sandbox build {name}")
    return ready


def ensure_sandbox_image(client: DockerClient, environment: Environment, progress: apt.Progress) -> str:
    """The image's tag, built if it isn't there; installs mmdebstrap where no registry answers."""
    try:
        return ensure_image(client, environment, progress)
    except NoDebian as error:
        if shutil.which("mmdebstrap") or not apt.can_install():
            raise Unavailable(str(error)) from error
    except ImageUnavailable as error:
        raise Unavailable(str(error)) from error
    apt.install(["mmdebstrap"], progress)
    try:
        return ensure_image(client, environment, progress)
    except ImageUnavailable as error:
        raise Unavailable(str(error)) from error
