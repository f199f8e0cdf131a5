"""``flowtape web``: the HTTP API, the webhooks and the page."""

import asyncio
import gc
import logging
from pathlib import Path

import uvloop
from setproctitle import setproctitle

import web.static
from infra.heartbeat import Heartbeat
from infra.settings import Settings, settings
from infra.web.server import Server, listen
from infra.web.wiring import database_url, open_services
from web.api.app import create_app

UI = Path(web.static.__file__).with_name("ui") / "dist"


def main() -> None:
    setproctitle("flowtape web")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings()))


async def serve(settings: Settings) -> None:
    """Until a signal asks to stop."""
    with listen(settings.host, settings.port, shared=settings.web_processes > 1) as listening:
        async with open_services(settings) as services, Heartbeat(database_url(settings), "web", "web"):
            app = create_app(services)
            web.static.mount_ui(app, UI)
            gc.freeze()
            await Server(app, services.stopping).serve([listening])


if __name__ == "__main__":
    main()
