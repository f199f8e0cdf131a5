"""The image that steps run in: built once from Debian packages, named by a hash of what is in it."""

from sandbox.images.build import ImageUnavailable, ensure_image
from sandbox.images.content import image_tag

__all__ = ["ImageUnavailable", "ensure_image", "image_tag"]
