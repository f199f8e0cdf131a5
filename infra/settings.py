"""Every setting, read once from the environment: ``FLOWTAPE_*``, ``DATABASE_URL``, ``REDIS_URL``, …"""

import os
from functools import cache
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_data_dir() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/flowtape")
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(home) / "flowtape"


class Settings(BaseSettings):
    """Frozen; children inherit it through the environment that the supervisor gives them."""

    model_config = SettingsConfigDict(env_prefix="FLOWTAPE_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=_default_data_dir)
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: SecretStr | None = Field(None, validation_alias=AliasChoices("DATABASE_URL"))
    """The application's role (no UPDATE, DELETE or TRUNCATE on events); embedded when unset."""
    database_owner_url: SecretStr | None = Field(None, validation_alias=AliasChoices("DATABASE_OWNER_URL"))
    """For migrations; the application's URL when unset."""
    redis_url: SecretStr | None = Field(None, validation_alias=AliasChoices("REDIS_URL"))
    docker_host: str | None = Field(None, validation_alias=AliasChoices("DOCKER_HOST"))
    sandbox_hosts: str | None = Field(None, validation_alias=AliasChoices("SANDBOX_HOSTS"))
    """``unix:///…,tcp://…``: Docker hosts that share the work of code nodes; ``docker_host`` when unset."""
    sandbox_runtime: str | None = Field(None, validation_alias=AliasChoices("SANDBOX_RUNTIME"))
    """An OCI runtime that the Docker hosts have (``runsc``, …); their own when unset."""
    sandbox_containers: int = Field(12, ge=1)
    """Containers for code on each Docker host, at most; each may take 256 MB and what its node asks for."""
    sandbox_containers_of_project: int = Field(6, ge=1)
    """Of these, at most so many for one project."""
    sandbox_spares: int = Field(1, ge=0)
    """Containers that stand ready for whichever project comes, for each environment in use."""
    sandbox_steps: int = Field(1000, ge=1)
    """Steps in one container before it is replaced."""
    sandbox_age_seconds: float = Field(3600.0, gt=0)
    """Age of a container at which it is replaced."""
    sandbox_idle_seconds: float = Field(120.0, gt=0)
    """A project's container that has had nothing to do for so long is removed."""
    sandbox_spare_idle_seconds: float = Field(900.0, gt=0)
    """An environment that nobody has used for so long has no spares any more."""
    secret_key: SecretStr | None = None
    """Signs access tokens; at least 32 characters. Kept in the data folder when unset."""
    allow_private: str = ""
    """``host:port,…`` that outbound connections may reach although they are private."""
    environments: Path | None = None
    """Where the administrator's sandbox environments are, if not in the data folder."""
    web_processes: int = 1
    worker_executions: int = 32
    """Executions that one worker drives at the same time."""
    worker_name: str = "worker-1"
    lease_seconds: float = 8.0
    access_token_seconds: int = 3600
    file_mb: int = Field(100, ge=1)
    """Megabytes of an uploaded file, at most."""
    public_url: str | None = None
    """What webhook addresses begin with, where it isn't http://host:port."""

    @property
    def sandbox_endpoints(self) -> tuple[str | None, ...]:
        """At least one; None is the machine's own."""
        named = tuple(host.strip() for host in (self.sandbox_hosts or "").split(",") if host.strip())
        return named or (self.docker_host,)

    @property
    def base_url(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


@cache
def settings() -> Settings:
    return Settings()
