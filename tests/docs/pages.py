"""The documentation as text, and the parts of it that tests compare with the code."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BEGINNINGS = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
_ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?P<default>.+?) \| (?P<meaning>.+) \|$", re.MULTILINE)


def pages() -> list[Path]:
    return [*(ROOT / name for name in _BEGINNINGS), *sorted((ROOT / "docs").rglob("*.md"))]


def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def settings_table() -> dict[str, str]:
    """Environment variable → its default as the README has it."""
    return {row["name"]: row["default"] for row in _ROW.finditer(readme())}


def section(title: str) -> str:
    """The text below a heading of the README, up to the next one."""
    _, found, rest = readme().partition(f"\n## {title}\n")
    assert found, f"the README has no section {title!r}"
    return rest.partition("\n## ")[0]


def code_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
