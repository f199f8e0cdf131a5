"""``flowtape projector``: keeps the read tables at the head of the tape."""

import logging
import signal
import sys

from setproctitle import setproctitle

from infra.heartbeat import Heartbeat
from infra.settings import settings
from projections.engine.projector import run_projector
from projections.engine.stop import Stop
from projections.groups import GROUPS


def main() -> None:
    setproctitle("flowtape projector")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    database_url = settings().database_url
    if database_url is None:
        sys.exit("DATABASE_URL is not set; `flowtape up` sets it for its own database")
    url = database_url.get_secret_value()
    stop = Stop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop.request)
    heartbeat = Heartbeat(url, "projector", "projector").start()
    try:
        run_projector(url, GROUPS, stop)
    finally:
        heartbeat.stop()


if __name__ == "__main__":
    main()
