"""Until the pool chooses images by environment: one image with all languages."""

from collections.abc import Callable
from dataclasses import replace

from docker import DockerClient

from sandbox.environments.catalogue import SHIPPED, load_environments
from sandbox.environments.environment import LANGUAGES, Environment
from sandbox.images import build
from sandbox.images.content import image_for


def everything() -> Environment:
    shipped = load_environments([SHIPPED])
    return replace(shipped["python"], name="everything", base=shipped["javascript"], languages=LANGUAGES)


def image_tag() -> str:
    return image_for(everything())


def ensure_image(
    client: DockerClient,
    environment: Environment | Callable[[str], None],
    progress: Callable[[str], None] | None = None,
) -> str:
    if isinstance(environment, Environment):
        assert progress is not None
        return build.ensure_image(client, environment, progress)
    return build.ensure_image(client, everything(), environment)
