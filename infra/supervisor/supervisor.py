"""The order in which things start, what is watched, and the order in which they stop."""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from infra.embedded import Unavailable
from infra.embedded.account import service_account
from infra.embedded.folders import data_folder
from infra.supervisor import guards, signals
from infra.supervisor.child import Child
from infra.supervisor.options import Options
from infra.supervisor.servers import Servers

LOG_LIMIT = 5 * 1024 * 1024
PATIENCE = {"first": 4.0, "second": 2.0}
"""Seconds that web and workers, then projector and scheduler, have to stop before they are killed."""


class Supervisor:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._data_dir = data_folder(options.data_dir, service_account())
        self._lock = guards.lock(self._data_dir)
        guards.check_address(options.host, options.port)
        self._servers = Servers(self._data_dir, self.say)
        self._first = [self._child("web", str(i)) for i in range(1, options.web_processes + 1)]
        self._first.append(self._child("worker", "1"))
        self._second = [self._child("projector", "1"), self._child("scheduler", "1")]
        self._welcome = Child("welcome", "infra.cli.welcome", () if options.demo else ("--no-demo",))
        self._errands: list[Child] = []

    def run(self) -> int:
        """The exit code: 0 after an orderly stop; with ``--once`` whether the demo completed."""
        try:
            self._start()
            return self._serve()
        except signals.StopAsked:
            return 130 if self._options.once else 0
        finally:
            self._stop()

    def say(self, line: str) -> None:
        print(f"  {line}", flush=True)

    def _start(self) -> None:
        """Only the worker needs the Docker engine: the others begin while it is looked at, or installed."""
        self._servers.start()
        engine, schema = self._errand("engine"), self._errand("schema")
        self._await(schema)
        *web, worker = self._first
        for child in (*self._second, *web):
            child.start(self._environment())
        self._await(engine)
        for child in (worker, self._welcome):
            child.start(self._environment())

    def _errand(self, step: str) -> Child:
        errand = Child(step, "infra.supervisor.prepare", (step,))
        self._errands.append(errand)
        errand.start(self._errand_environment())
        return errand

    def _await(self, errand: Child) -> None:
        while errand.running:
            signals.wait()
        if errand.bury():
            raise Unavailable("Flowtape did not start; the reason is above")

    def _serve(self) -> int:
        """Until somebody asks us to stop, or with ``--once`` until the demo is through."""
        while True:
            self._servers.restart_dead()
            self._restart_dead()
            self._welcome.bury()
            if self._options.once and self._welcome.exit_code is not None:
                return self._welcome.exit_code
            due = [child.due for child in self._children() if child.due]
            signals.wait(min(due) - time.monotonic() if due else signals.A_LONG_TIME)

    def _restart_dead(self) -> None:
        for child in self._children():
            if (code := child.bury()) is not None:
                self.say(f"{child.name} ended with {code} and is started again; see {child.log or 'above'}")
            if child.due and child.due <= time.monotonic():
                child.start(self._environment())

    def _stop(self) -> None:
        """Web and workers, projector and scheduler, databases. A second Ctrl-C kills without waiting."""
        end([*self._errands, self._welcome], 0)
        end(self._first, PATIENCE["first"])
        end(self._second, PATIENCE["second"])
        self._servers.stop()

    def _children(self) -> Iterable[Child]:
        return (*self._first, *self._second)

    def _child(self, kind: str, number: str) -> Child:
        name = kind if number == "1" else f"{kind}-{number}"
        log = None if self._options.logs else _fresh_log(self._data_dir / "logs" / f"{name}.log")
        return Child(name, f"infra.processes.{kind}", log=log)

    def _environment(self) -> dict[str, str]:
        """What children inherit: settings and URLs, but never the owner's login."""
        options = self._options
        ours = {
            "FLOWTAPE_DATA_DIR": str(self._data_dir),
            "FLOWTAPE_HOST": options.host,
            "FLOWTAPE_PORT": str(options.port),
            "MALLOC_ARENA_MAX": "2",
        }
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        return {**inherited, **ours, **self._servers.environment}

    def _errand_environment(self) -> dict[str, str]:
        return {**self._environment(), "DATABASE_OWNER_URL": self._servers.owner_url}


def end(children: Iterable[Child], seconds: float) -> None:
    """Ask all of them to stop, wait together, kill what is left."""
    deadline = time.monotonic() + seconds
    children = list(children)
    for child in children:
        child.ask_to_stop()
    try:
        while any(child.running for child in children) and time.monotonic() < deadline:
            signals.wait(deadline - time.monotonic())
    except signals.StopAsked:
        print("  stopping at once", file=sys.stderr)
    for child in children:
        child.kill()


def _fresh_log(log: Path) -> Path:
    log.parent.mkdir(mode=0o700, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    return log
