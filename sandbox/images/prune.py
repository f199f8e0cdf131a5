"""Removes images that nobody needs any more."""

from collections.abc import Collection, Iterable

from docker import DockerClient
from docker.errors import APIError

from sandbox.environments import Environment
from sandbox.images import content

_IN_USE = 409


def needed(environments: Iterable[Environment]) -> set[str]:
    """The tags of the environments' images and of what is under them."""
    tags = {content.base_tag()}
    for environment in environments:
        tags.add(content.image_for(environment))
        tags |= {content.packages_tag(each) for each in environment.chain}
    return tags


def prune(client: DockerClient, keep: Collection[str]) -> list[str]:
    """Remove the images that we built but for ``keep``, and return their tags.

    An image that a container uses stays, and so does one that somebody else made from one of ours.
    """
    images = client.images.list(filters={"label": content.LABEL})
    tags = [tag for image in images for tag in image.tags if _is_ours(tag) and tag not in keep]
    return [tag for tag in sorted(tags, key=_order) if _removed(client, tag)]


def _is_ours(tag: str) -> bool:
    return tag.rpartition(":")[0] in content.REPOSITORIES


def _order(tag: str) -> tuple[int, str]:
    """What is made from an image goes before it."""
    return content.REPOSITORIES.index(tag.rpartition(":")[0]), tag


def _removed(client: DockerClient, tag: str) -> bool:
    try:
        client.images.remove(tag)
    except APIError as error:
        if error.status_code != _IN_USE:
            raise
        return False
    return True
