"""The command line: ``flowtape up``, ``run``, ``doctor``, ``workflows``, ``executions``, ``logs``,
``sandbox``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.sandbox import commands as sandbox

app = typer.Typer(
    name="flowtape",
    help="Workflow automation where everything is on tape.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(sandbox, name="sandbox")


@app.command()
def up(
    demo: Annotated[bool, typer.Option(help="Make the demo user and run the example workflow.")] = True,
    once: Annotated[bool, typer.Option("--once", help="Stop after the demo's result.")] = False,
    logs: Annotated[bool, typer.Option("--logs", help="Show the processes' logs here.")] = False,
) -> None:
    """Start everything and serve until Ctrl-C."""
    from infra.cli.up import become_supervisor

    become_supervisor(demo=demo, once=once, logs=logs)


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help="A definition, or {name, definition}, as JSON.")],
    given: Annotated[str | None, typer.Option("--input", help="JSON, or @FILE.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the execution as JSON.")] = False,
) -> None:
    """Make a workflow from FILE, execute it and show the result. Exits with 0 only if it completed."""
    from infra.cli.run import run_file

    raise typer.Exit(run_file(file, given, as_json))


@app.command()
def doctor() -> None:
    """Check every part, and say how to mend what is broken."""
    from infra.cli.lists import show_findings

    raise typer.Exit(show_findings())


@app.command()
def workflows(limit: Annotated[int, typer.Option(min=1)] = 50) -> None:
    """List workflows, newest first."""
    from infra.cli.lists import list_workflows

    list_workflows(limit)


@app.command()
def executions(
    workflow: Annotated[str | None, typer.Option(help="Only those of this workflow's id.")] = None,
    status: Annotated[str | None, typer.Option(help="Only those with this status.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 20,
) -> None:
    """List executions, newest first."""
    from infra.cli.lists import list_executions

    list_executions(workflow, status, limit)


@app.command()
def logs(
    execution_id: Annotated[str, typer.Argument(metavar="ID", help="The execution's id.")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until it is over.")] = False,
) -> None:
    """Print what an execution's nodes printed."""
    from infra.cli import terminal
    from infra.cli.session import connected
    from infra.cli.watch import follow_logs, print_logs

    with connected() as api:
        (follow_logs if follow else print_logs)(api, execution_id, terminal.out)


def main() -> None:
    """Errors that a person can mend are one line, not a traceback."""
    from pydantic import ValidationError

    from infra.cli.client import ClientError

    try:
        app(prog_name="flowtape")
    except ClientError as error:
        sys.exit(f"flowtape: {error}")
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        sys.exit(f"flowtape: a setting in the environment is wrong: {wrong}")


if __name__ == "__main__":
    main()
