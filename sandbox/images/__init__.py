"""The images that steps run in: one for each environment, named by a hash of what is in it."""

from sandbox.images.build import ImageUnavailable, NoDebian, ensure_image, exists
from sandbox.images.content import image_for, packages_tag
from sandbox.images.prune import needed, prune

__all__ = [
    "ImageUnavailable",
    "NoDebian",
    "ensure_image",
    "exists",
    "image_for",
    "needed",
    "packages_tag",
    "prune",
]
