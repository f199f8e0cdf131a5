"""Following one execution until it is over, nodes and all."""

import time
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from infra.cli import terminal
from infra.cli.client import Api, ClientError

TERMINAL = {"completed", "failed", "cancelled", "timed_out"}
PAUSE = 0.1
"""Seconds between two looks."""

Json = dict[str, Any]


def watch(api: Api, execution_id: str, workflow: Json, console: Console) -> Json:
    """Show the nodes as they work; return the execution once it is terminal."""
    path = f"/api/executions/{execution_id}"
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while True:
            for _ in changes(api, f"{path}/events"):
                if console.is_terminal:
                    live.update(picture(workflow, "running", api.items(f"{path}/nodes")), refresh=True)
            execution = api.get(path)
            if execution["status"] in TERMINAL:
                break
            time.sleep(PAUSE)
    console.print(picture(workflow, execution["status"], api.items(f"{path}/nodes")), Text())
    return dict(execution)


def changes(api: Api, path: str) -> Iterator[None]:
    """Whenever something has happened since the last look, at most ten times a second, to the end."""
    happened, ended = Event(), Event()

    def read() -> None:
        try:
            for _ in api.stream(path):
                happened.set()
        except ClientError:
            pass  # whoever looks next meets the reason
        finally:
            ended.set()
            happened.set()

    Thread(target=read, daemon=True).start()
    while happened.wait() and not ended.is_set():
        happened.clear()
        yield
        ended.wait(PAUSE)


def picture(workflow: Json, status: str, nodes: list[Json]) -> Group:
    """One line per node of the workflow, with its latest run."""
    latest: dict[str, Json] = {}
    for node in sorted(nodes, key=lambda node: (node["run_index"], node["attempt"])):
        latest[node["node_id"]] = node
    table = Table(box=None, show_header=False, padding=(0, 1))
    for node in workflow["definition"]["nodes"]:
        table.add_row(*_line(node, latest.get(node["id"])))
    title = Text.assemble("  ", (workflow["name"], "bold"), "  ")
    return Group(title.append(terminal.status(status)), table)


def _line(node: Json, run: Json | None) -> list[Text]:
    state = run["status"] if run else "queued"
    mark, style = terminal.MARKS.get(state, ("?", "dim"))
    took = f"{run['duration_ms']:,.0f} ms" if run and run["duration_ms"] is not None else ""
    flow = f"{run['items_in'] or 0:,} → {run['items_out'] or 0:,} items" if run and took else ""
    name = terminal.cell(node.get("name") or node["id"])
    return [Text(f"   {mark}", style), name, Text(node["type"], "dim"), Text(flow), Text(took, "dim")]


def show_result(api: Api, workflow: Json, execution: Json, console: Console) -> None:
    """The output of each leaf as a table, or why there is none."""
    names = {node["id"]: node.get("name") or node["id"] for node in workflow["definition"]["nodes"]}
    for node_id, values in (execution["output_data"] or {}).items():
        if isinstance(values, dict):
            console.print(f"  {values['items']} items: {api.base_url}{values['href']}", markup=False)
        else:
            console.print(terminal.rows(names.get(node_id, node_id), values))
    if execution["status"] != "completed":
        error = execution.get("error") or {}
        where = f" in {names.get(error.get('node_id'), error['node_id'])}" if error.get("node_id") else ""
        reason = execution.get("error_message") or execution["status"]
        console.print(Text(f"  {execution['status']}{where}: {reason}", "red"))


def print_logs(api: Api, execution_id: str, console: Console) -> None:
    """The log lines there are, oldest first."""
    for line in api.items(f"/api/executions/{execution_id}/logs"):
        _print_line(line["node_id"], line["stream"], line["line"], console)


def follow_logs(api: Api, execution_id: str, console: Console) -> None:
    """Log lines from the first on and as they come, until the execution is over."""
    for kind, event in api.stream(f"/api/executions/{execution_id}/events", logs="true"):
        if kind == "log.lines_captured":
            for _at, node_id, _run_index, stream, line in event["data"]["lines"]:
                _print_line(node_id, stream, line, console)


def _print_line(node_id: str, stream: str, line: str, console: Console) -> None:
    style = {"stderr": "red", "system": "dim"}.get(stream, "")
    text = "".join(char if char.isprintable() or char == "\t" else " " for char in line)
    console.print(Text.assemble((f"{node_id} ", "cyan"), (text, style)), soft_wrap=True)
