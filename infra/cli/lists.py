"""Tables of what there is."""

from rich.table import Table
from rich.text import Text

from infra.cli import terminal
from infra.cli.doctor import examine
from infra.cli.session import connected


def list_workflows(limit: int) -> None:
    with connected() as api:
        found = api.items("/api/workflows", limit)
    table = _table("id", "name", "active", "version", "updated")
    for each in found:
        active = Text("✓", "green") if each["is_active"] else Text("")
        version, updated = Text(str(each["version"])), Text(each["updated_at"][:19])
        table.add_row(each["id"], terminal.cell(each["name"]), active, version, updated)
    terminal.out.print(table)


def list_executions(workflow: str | None, status: str | None, limit: int) -> None:
    with connected() as api:
        found = api.items("/api/executions", limit, workflow_id=workflow, status=status)
    table = _table("id", "workflow", "status", "trigger", "created", "error")
    for each in found:
        state, error = terminal.status(each["status"]), terminal.cell(each["error_message"])
        created = Text(each["created_at"][:19])
        table.add_row(each["id"], each["workflow_id"], state, each["trigger"], created, error)
    terminal.out.print(table)


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


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, no_wrap=column == "id")
    return table
