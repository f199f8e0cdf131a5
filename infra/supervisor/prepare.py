"""What has to be there before the first process starts, each in a child that ends: ``schema``, and
``engine`` with the images of the sandbox."""

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
    from infra.embedded.docker import ensure_engines
    from infra.embedded.images import ensure_images
    from infra.environments import environments_of
    from infra.settings import settings

    environments = environments_of(settings())
    for problem in environments.problems():
        say(f"left out: {problem}")
    for client in ensure_engines(settings().sandbox_endpoints, say):
        with closing(client):
            say(f"Docker engine {client.version()['Version']} is up")
            ready = ensure_images(client, environments.current().values(), say)
        say(f"sandbox images are there: {', '.join(ready)}")


def say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
