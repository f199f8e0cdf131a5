"""Who asks: the token in FLOWTAPE_TOKEN, else the demo user of this machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from infra.cli import demo_user
from infra.cli.client import Api, ClientError
from infra.settings import settings


@contextmanager
def connected() -> Iterator[Api]:
    """The API of the running server, signed in. Raises :class:`ClientError` with what to do."""
    with Api(settings().base_url, os.environ.get("FLOWTAPE_TOKEN")) as api:
        if not os.environ.get("FLOWTAPE_TOKEN"):
            _sign_in_as_demo(api)
        yield api


def _sign_in_as_demo(api: Api) -> None:
    demo = demo_user.load(settings().data_dir)
    if demo is None:
        api.get("/healthz")
        raise ClientError("set FLOWTAPE_TOKEN to an access token; there is no readable demo user here")
    demo_user.sign_in(api, demo)
