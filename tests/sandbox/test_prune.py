"""Pruning removes images of ours that nobody needs, and no other."""

import io
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from docker import DockerClient

from sandbox.environments import SHIPPED, load_environments
from sandbox.images import content, exists, image_for, needed, prune

Make = Callable[..., str]
SHIPPED_ENVIRONMENTS = load_environments([SHIPPED])


@pytest.fixture
def make(docker_engine: DockerClient, image: str) -> Iterator[Make]:
    """Makes an image of a name, on another or on nothing, with our label or without."""
    made: list[str] = []

    def make(repository: str, base: str = "scratch", labelled: bool = True) -> str:
        tag = f"{repository}:test-{uuid4().hex[:8]}"
        recipe = f"FROM {base}\nENV MADE={uuid4()}\n"
        labels = {content.LABEL: "test"} if labelled else {}
        docker_engine.images.build(fileobj=io.BytesIO(recipe.encode()), tag=tag, labels=labels, rm=True)
        made.append(tag)
        return tag

    yield make
    for tag in reversed(made):
        if exists(docker_engine, tag):
            docker_engine.images.remove(tag)


def prune_among(client: DockerClient, *tags: str) -> list[str]:
    """As if all other images were needed: they may be, by somebody else."""
    return prune(client, {tag for image in client.images.list() for tag in image.tags} - set(tags))


def test_what_no_environment_needs_goes(docker_engine: DockerClient, make: Make) -> None:
    old_base = make(content.BASE_REPOSITORY)
    old_packages = make(content.PACKAGES_REPOSITORY, old_base)
    old, kept = make(content.REPOSITORY, old_packages), make(content.REPOSITORY)
    removed = prune_among(docker_engine, old_base, old_packages, old)
    assert removed == [old, old_packages, old_base]
    assert not any(exists(docker_engine, tag) for tag in removed)
    assert exists(docker_engine, kept)


def test_images_of_others_stay(docker_engine: DockerClient, make: Make) -> None:
    unlabelled = make(content.REPOSITORY, labelled=False)
    ours = make(content.REPOSITORY)
    made_from_ours = make("somebody/else", ours, labelled=False)
    assert docker_engine.images.get(made_from_ours).labels[content.LABEL] == "test", "it inherits the label"
    assert prune_among(docker_engine, unlabelled, ours, made_from_ours) == [ours]
    assert exists(docker_engine, unlabelled)
    assert exists(docker_engine, made_from_ours)


def test_an_image_that_a_container_uses_stays(docker_engine: DockerClient, image: str, make: Make) -> None:
    used = make(content.REPOSITORY, image)
    container = docker_engine.containers.create(used, ["true"])
    try:
        assert prune_among(docker_engine, used) == []
        assert exists(docker_engine, used)
    finally:
        container.remove()
    assert prune_among(docker_engine, used) == [used]


def test_what_an_environment_is_built_on_is_needed() -> None:
    data = SHIPPED_ENVIRONMENTS["data"]
    python = SHIPPED_ENVIRONMENTS["python"]
    assert needed([data]) == {
        image_for(data),
        content.packages_tag(data),
        content.packages_tag(python),
        content.base_tag(),
    }
