"""What ``flowtape up`` shows once its processes run: readiness, the demo, the address."""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.text import Text

from infra.cli import demo_user, terminal
from infra.cli.client import Api, ClientError
from infra.cli.definitions import WorkflowFile, read_workflow
from infra.cli.watch import show_result, watch
from infra.settings import settings

EXAMPLE = Path(__file__).parents[2] / "examples" / "seattle-weather.json"
PATIENCE = 60.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-demo", dest="demo", action="store_false")
    demo: bool = parser.parse_args().demo
    try:
        with Api(settings().base_url) as api:
            wait_until_ready(api)
            completed = run_demo(api) if demo else True
            terminal.out.print(Text(f"\n  Flowtape is at {api.base_url}", "bold green"))
    except ClientError as error:
        terminal.err.print(Text(f"flowtape: {error}", "red"))
        return 1
    return 0 if completed else 1


def wait_until_ready(api: Api, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while True:
        ready, said = api.is_ready()
        if ready:
            return
        if time.monotonic() > deadline:
            logs = settings().data_dir / "logs"
            raise ClientError(f"not ready after {seconds:.0f} s: {said}; see the logs in {logs}")
        time.sleep(0.1)


def run_demo(api: Api) -> bool:
    """Whether the example completed."""
    demo = demo_user.signed_in(api, settings().data_dir)
    terminal.out.print(f"  demo user {demo.email}, password {demo.password}\n", markup=False, highlight=False)
    example = read_workflow(EXAMPLE)
    workflow = _workflow(api, demo, example)
    started = api.post(f"/api/workflows/{workflow['id']}/execute", {"input": example.input})
    execution = watch(api, started["execution_id"], workflow, terminal.out)
    show_result(api, workflow, execution, terminal.out)
    return bool(execution["status"] == "completed")


def _workflow(api: Api, demo: demo_user.Demo, example: WorkflowFile) -> dict[str, Any]:
    """The one of the first start, unless somebody has archived it."""
    if demo.workflow_id:
        try:
            return dict(api.get(f"/api/workflows/{demo.workflow_id}"))
        except ClientError as error:
            if error.status != 404:
                raise
    made = api.post("/api/workflows", example.body)
    demo_user.save(settings().data_dir, replace(demo, workflow_id=made["id"]))
    return dict(made)


if __name__ == "__main__":
    sys.exit(main())
