"""Following one execution until it is over, nodes and all."""

import time
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from infra.cli import terminal
from infra.cli.client import Api

TERMINAL = {"completed", "failed", "cancelled", "timed_out"}
POLL = 0.15

Json = dict[str, Any]


def watch(api: Api, execution_id: str, workflow: Json, console: Console) -> Json:
    """Show the nodes as they work; return the execution once it is terminal."""
    with Live(console=console, auto_refresh=False) as live:
        while True:
            execution = api.get(f"/api/executions/{execution_id}")
            over = execution["status"] in TERMINAL
            if console.is_terminal or over:
                nodes = api.items(f"/api/executions/{execution_id}/nodes")
                live.update(picture(workflow, execution, nodes), refresh=True)
            if over:
                return dict(execution)
            time.sleep(POLL)


def picture(workflow: Json, execution: Json, nodes: list[Json]) -> Group:
    """One line per node of the workflow, with its latest run."""
    latest: dict[str, Json] = {}
    for node in sorted(nodes, key=lambda node: (node["run_index"], node["attempt"])):
        latest[node["node_id"]] = node
    table = Table(box=None, show_header=False, padding=(0, 1))
    for node in workflow["definition"]["nodes"]:
        table.add_row(*_line(node, latest.get(node["id"])))
    title = Text.assemble("  ", (workflow["name"], "bold"), "  ")
    return Group(title.append(terminal.status(execution["status"])), table)


def _line(node: Json, run: Json | None) -> list[Text]:
    state = run["status"] if run else "queued"
    mark, style = terminal.MARKS.get(state, ("?", "dim"))
    took = f"{run['duration_ms']:,} ms" if run and run["duration_ms"] is not None else ""
    flow = f"{run['items_in']:,} → {run['items_out']:,} items" if run and took else ""
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


def follow_logs(api: Api, execution_id: str, console: Console, follow: bool) -> None:
    """Print the log lines there are, and with ``follow`` those still to come."""
    seen: set[tuple[Any, ...]] = set()
    while True:
        over = api.get(f"/api/executions/{execution_id}")["status"] in TERMINAL
        for line in api.items(f"/api/executions/{execution_id}/logs"):
            key = (
                line["position"],
                line["node_id"],
                line["run_index"],
                line["stream"],
                line["line"],
                line["at"],
            )
            if key not in seen:
                seen.add(key)
                _print_line(line, console)
        if over or not follow:
            return
        time.sleep(POLL)


def _print_line(line: Json, console: Console) -> None:
    style = {"stderr": "red", "system": "dim"}.get(line["stream"], "")
    where = Text(f"{line['node_id']} ", "cyan")
    console.print(where.append(terminal.cell(line["line"]).plain, style), soft_wrap=True)
