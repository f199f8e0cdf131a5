"""What steps find installed, by name. Nothing here talks to Docker: that is :mod:`sandbox.images`."""

from sandbox.environments.catalogue import (
    SHIPPED,
    NoSuchEnvironment,
    choose,
    default_environment,
    is_shipped,
    load_environments,
    read_environments,
)
from sandbox.environments.environment import BadEnvironment, Environment
from sandbox.environments.folders import Environments

__all__ = [
    "SHIPPED",
    "BadEnvironment",
    "Environment",
    "Environments",
    "NoSuchEnvironment",
    "choose",
    "default_environment",
    "is_shipped",
    "load_environments",
    "read_environments",
]
