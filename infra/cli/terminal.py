"""How things look in the terminal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

out = Console()
err = Console(stderr=True)

MOST_ROWS, MOST_COLUMNS = 20, 8
MARKS = {
    "queued": ("·", "dim"),
    "running": ("▶", "cyan"),
    "waiting": ("⏸", "yellow"),
    "completed": ("✓", "green"),
    "skipped": ("–", "dim"),
    "failed": ("✗", "red"),
    "cancelled": ("✗", "yellow"),
    "timed_out": ("✗", "red"),
}


def status(name: str) -> Text:
    mark, style = MARKS.get(name, ("?", "dim"))
    return Text(f"{mark} {name}", style)


def rows(title: str, values: Sequence[Any]) -> Table:
    """A list of JSON values; the columns are the keys of the first rows, in their order."""
    shown = values[:MOST_ROWS]
    keys = list(dict.fromkeys(key for value in shown if isinstance(value, Mapping) for key in value))
    table = Table(title=Text(title), title_justify="left", title_style="bold", header_style="bold")
    for key in keys[:MOST_COLUMNS] or ["value"]:
        table.add_column(Text(key))
    for value in shown:
        cells = [value.get(key) for key in keys[:MOST_COLUMNS]] if isinstance(value, Mapping) else [value]
        table.add_row(*map(cell, cells))
    if len(values) > MOST_ROWS:
        table.caption = f"{len(values)} rows, the first {MOST_ROWS} shown"
    return table


def lines(texts: Iterable[Text]) -> None:
    """One line each: cut off where the terminal ends, whole where another program reads them."""
    whole = not out.is_terminal
    for text in texts:
        out.print(text, no_wrap=True, overflow="ignore" if whole else "ellipsis", crop=not whole)


def cell(value: Any) -> Text:
    """Text as it is, without terminal control characters; anything else as JSON."""
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return Text("".join(char if char.isprintable() else " " for char in text[:200]))
