"""The tape as an application of the eventsourcing library: its datastore, its recorder, its log."""

from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.postgres import PostgresDatastore, PostgresFactory
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict

from infra.store.recorder import TapeRecorder


class TapeFactory(PostgresFactory):
    """Builds the recorder over our migrated table ``tape_events``."""

    application_recorder_class = TapeRecorder


class Tape(Application[UUID]):
    """``Tape(database_url)``: sync, thread-safe; one connection, opened when first used."""

    name = "tape"

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        super().__init__(env=_environment(database_url))

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        factory = TapeFactory(env)
        _connect_with(factory.datastore, self._database_url)
        return factory

    @property
    def tape(self) -> TapeRecorder:
        assert isinstance(self.recorder, TapeRecorder)
        return self.recorder


def _environment(database_url: str) -> dict[str, str]:
    parts = conninfo_to_dict(database_url)
    return {
        "POSTGRES_DBNAME": str(parts.get("dbname", "")),
        "POSTGRES_HOST": str(parts.get("host", "")),
        "POSTGRES_PORT": str(parts.get("port", 5432)),
        "POSTGRES_USER": str(parts.get("user", "")),
        "POSTGRES_PASSWORD": str(parts.get("password", "")),
        "POSTGRES_POOL_SIZE": "1",
        "POSTGRES_MAX_OVERFLOW": "1",
        "CREATE_TABLE": "no",
    }


def _connect_with(datastore: PostgresDatastore, database_url: str) -> None:
    """The library knows five parts of a URL; ours may say more (``options=-c role=…``, ``sslmode``)."""
    kwargs: Any = datastore.pool.kwargs
    kwargs.update(conninfo_to_dict(database_url))
