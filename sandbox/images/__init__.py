"""The images that steps run in: one for each environment, named by a hash of what is in it."""

from sandbox.images.build import ImageUnavailable, exists
from sandbox.images.content import image_for
from sandbox.images.interim import ensure_image, image_tag

__all__ = ["ImageUnavailable", "ensure_image", "exists", "image_for", "image_tag"]
