"""What has to be there before the first process starts, each in a child that ends: ``schema``, and
``engine`` with the sandbox image."""

import os
import sys
from contextlib import closing

from infra.embedded import Unavailable


def main() -> int:
    steps = {"schema": schema, "engine": engine}
    try:
        steps[sys.argv[1]]()
    except Unavailable as error:
        print(f"flowtape: {error}", file=sys.stderr)
        return 1
    return 0


def schema() -> None:
    import psycopg

    from infra.migrations import MigrationError, migrate

    try:
        applied = migrate(os.environ["DATABASE_OWNER_URL"])
    except MigrationError as error:
        raise Unavailable(f"the database's schema: {error}") from error
    except psycopg.OperationalError as error:
        raise Unavailable(f"no PostgreSQL answers at DATABASE_URL: {error}") from error
    say(f"schema: applied {', '.join(applied)}" if applied else "the schema is up to date")


def engine() -> None:
    from infra.embedded.docker import ensure_engine, ensure_sandbox_image

    with closing(ensure_engine(say)) as client:
        say(f"Docker engine {client.version()['Version']} is up")
        say(f"sandbox image {ensure_sandbox_image(client, say)} is there")


def say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
