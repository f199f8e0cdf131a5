"""``flowtape run``."""

import json
import sys
from pathlib import Path

from infra.cli import terminal
from infra.cli.definitions import read_input, read_workflow
from infra.cli.session import connected
from infra.cli.watch import show_result, watch


def run_file(file: Path, given: str | None, as_json: bool) -> int:
    """0 if the execution completed, else 1. With ``as_json`` stdout has the execution and nothing else."""
    content = read_workflow(file)
    value = content.input if given is None else read_input(given)
    start = {} if given is None and value is None else {"input": value}
    with connected() as api:
        workflow = api.post("/api/workflows", content.body)
        started = api.post(f"/api/workflows/{workflow['id']}/execute", start)
        console = terminal.err if as_json else terminal.out
        execution = watch(api, started["execution_id"], workflow, console)
        if as_json:
            json.dump(execution, sys.stdout, indent=2, ensure_ascii=False)
            print()
        else:
            show_result(api, workflow, execution, console)
    return 0 if execution["status"] == "completed" else 1
