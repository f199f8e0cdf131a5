"""The images that steps run in: one for each environment, named by a hash of what is in it."""

from sandbox.images.build import ImageUnavailable
from sandbox.images.catalogue import (
    SHIPPED,
    NoSuchEnvironment,
    choose,
    default_environment,
    load_environments,
    read_environments,
)
from sandbox.images.content import image_for
from sandbox.images.environment import BadEnvironment, Environment
from sandbox.images.interim import ensure_image, image_tag

__all__ = [
    "SHIPPED",
    "BadEnvironment",
    "Environment",
    "ImageUnavailable",
    "NoSuchEnvironment",
    "choose",
    "default_environment",
    "ensure_image",
    "image_for",
    "image_tag",
    "load_environments",
    "read_environments",
]
