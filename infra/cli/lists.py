"""What there is, a line each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from infra.cli import terminal
from infra.cli.doctor import examine
from infra.cli.session import connected

ID = 36


def list_workflows(limit: int) -> None:
    with connected() as api:
        found = api.items("/api/workflows", limit)
    terminal.lines(workflow_lines(found))


def list_executions(workflow: str | None, status: str | None, limit: int) -> None:
    with connected() as api:
        found = api.items("/api/executions", limit, workflow_id=workflow, status=status)
    terminal.lines(execution_lines(found))


def workflow_lines(found: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    yield Text(f"{'id':{ID}}  {'active':6}  {'version':>7}  {'changed':16}  name", "bold")
    for each in found:
        active, changed = "✓" if each["is_active"] else "", _minute(each["updated_at"])
        line = Text(f"{each['id']}  {active:6}  {each['version']:>7}  {changed}  ")
        yield line.append(terminal.cell(each["name"]))


def execution_lines(found: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    """Below one that failed, why."""
    yield Text(f"{'id':{ID}}  {'status':11}  {'trigger':8}  {'created':16}  workflow", "bold")
    for each in found:
        status = terminal.status(each["status"])
        status.pad_right(max(0, 11 - len(status)))
        line = Text(f"{each['id']}  ").append(status)
        yield line.append(f"  {each['trigger']:8}  {_minute(each['created_at'])}  {each['workflow_id']}")
        if each["error_message"]:
            yield Text("  ", "red").append(terminal.cell(_gist(each["error_message"])))


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


def _gist(message: str) -> str:
    """The line that says most: the first, or the last where the first only leads up to it."""
    first, *more = message.strip().splitlines()
    return f"{first} {more[-1].strip()}" if more and first.rstrip().endswith(":") else first


def show_findings() -> int:
    """0 if all parts are well."""
    findings = list(examine())
    table = Table(box=None, show_header=False, padding=(0, 1))
    for finding in findings:
        mark = Text("✓", "green") if finding.well else Text("✗", "red")
        table.add_row(mark, finding.part, terminal.cell(finding.says))
        if not finding.well:
            table.add_row("", "", Text(f"→ {finding.mend}", "yellow"))
    terminal.out.print(table)
    return 0 if all(finding.well for finding in findings) else 1
