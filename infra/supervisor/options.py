"""What the supervisor is told on its command line; secrets come through the environment."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    data_dir: Path
    host: str
    port: int
    web_processes: int = 1
    demo: bool = True
    once: bool = False
    logs: bool = False
    """Children write to the terminal instead of to ``data_dir/logs``."""

    def arguments(self) -> list[str]:
        flags = {"--no-demo": not self.demo, "--once": self.once, "--logs": self.logs}
        return [
            *("--data-dir", str(self.data_dir), "--host", self.host),
            *("--port", str(self.port), "--web-processes", str(self.web_processes)),
            *(flag for flag, given in flags.items() if given),
        ]


def parse(arguments: Sequence[str] | None = None) -> Options:
    parser = argparse.ArgumentParser(prog="python -m infra.supervisor")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--web-processes", type=int, default=1)
    parser.add_argument("--no-demo", dest="demo", action="store_false")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--logs", action="store_true")
    return Options(**vars(parser.parse_args(arguments)))
