"""``flowtape up``: read the settings, then become the supervisor."""

import os
import sys
from typing import NoReturn

from infra.settings import settings
from infra.supervisor.options import Options


def become_supervisor(*, demo: bool, once: bool, logs: bool) -> NoReturn:
    """Replace this process: what the command line needed doesn't stay in memory for as long as we serve."""
    options = Options(
        data_dir=settings().data_dir.absolute(),
        host=settings().host,
        port=settings().port,
        web_processes=settings().web_processes,
        demo=demo,
        once=once,
        logs=logs,
    )
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "infra.supervisor", *options.arguments()])
