"""JavaScript for the tests, a file each; the first line says what it is."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def script(name: str) -> str:
    return (_FOLDER / f"{name}.js").read_text()


def names(folder: str) -> list[str]:
    return sorted(f"{folder}/{file.stem}" for file in (_FOLDER / folder).glob("*.js"))


def lines(name: str) -> list[str]:
    return (_FOLDER / f"{name}.txt").read_text().splitlines()
