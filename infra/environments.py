"""The environments of this installation: those shipped, and those in the administrator's folder."""

from infra.settings import Settings
from sandbox.environments import SHIPPED, Environments


def environments_of(settings: Settings) -> Environments:
    return Environments((SHIPPED, settings.environments or settings.data_dir / "environments"))
