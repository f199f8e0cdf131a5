"""Files into code and out of it: paths below /data where items name files by id."""

from collections.abc import AsyncIterator, Container, Iterator, Sequence
from typing import Any, NoReturn

from domain import json_text
from domain.files import StoredFile, base_name, mime_of, problem_of_name
from sandbox.model import InputFile, OutputFile
from workers.ports import Chunk, Item, NodeContext, NodeError, NodeFiles

IN, OUT = "/data/in/", "/data/out/"
MOST_FILES = 1000
CHUNK_ITEMS = 1000
_LONGEST = 200
"""Bytes of a name in /data/in; what is put between it and its ending comes on top."""


class GivenFiles:
    """What the input's items name: each file once, as ``/data/in/<its name>``. A second file of the same name
    is ``name-2.ending``, and so on, in the order of the items."""

    def __init__(self, files: NodeFiles, stored: Sequence[tuple[str, StoredFile]]) -> None:
        self.by_path: dict[str, StoredFile] = {}
        self.paths: dict[str, str] = {}
        """By the id as items write it."""
        self._files = files
        for file_id, file in stored:
            self.paths[file_id] = path = IN + _unlike(_short(base_name(file.name)), self.by_path, IN)
            self.by_path[path] = file

    @classmethod
    async def of(cls, context: NodeContext) -> "GivenFiles":
        """Raises :class:`NodeError` where an item names what is not there."""
        named: dict[str, str] = {}
        async for chunk in context.packed():
            if chunk.may_have("binary"):
                for place, entry in _entries(chunk.items):
                    named.setdefault(_id_of(place, entry), place)
        if len(named) > MOST_FILES:
            message = f"the items name {len(named)} files; give the code at most {MOST_FILES} at a time"
            raise NodeError("too_many_files", message)
        found = await context.files.find(named) if named else {}
        for file_id, place in named.items():
            if file_id not in found:
                _not_there(place, file_id)
        return cls(context.files, [(file_id, found[file_id]) for file_id in named])

    def for_the_step(self) -> list[InputFile]:
        return [
            InputFile(name=path.removeprefix(IN), size=file.size, read=lambda f=file: self._files.read(f))  # type: ignore[misc]
            for path, file in self.by_path.items()
        ]

    async def items_for(self, context: NodeContext) -> AsyncIterator[bytes]:
        """The input, each file with its ``path``."""
        async for chunk in context.packed():
            if self.paths and chunk.may_have("binary"):
                yield json_text.dumps([self._with_paths(item) for item in chunk.items])
            else:
                yield chunk.text if chunk.text is not None else json_text.dumps(chunk.items)

    async def texts_of(self, items: Sequence[Item]) -> AsyncIterator[bytes]:
        """The same of some of its items."""
        for start in range(0, len(items), CHUNK_ITEMS):
            yield json_text.dumps([self._with_paths(item) for item in items[start : start + CHUNK_ITEMS]])

    def _with_paths(self, item: Item) -> Item:
        if not item.get("binary"):
            return item
        shown = {key: {**e, "path": self.paths[e["file_id"]]} for key, e in item["binary"].items()}
        return {**item, "binary": shown}


class LeftFiles:
    """What the code left in /data/out, and what the items that it returned say of files. A file is stored
    when an item names it, or at last by :meth:`unnamed`. ``within`` tells the files of one part of the run
    from those of another that have the same path."""

    def __init__(
        self, context: NodeContext, given: GivenFiles, left: Sequence[OutputFile], within: str = ""
    ) -> None:
        self._within = within
        self._files = context.files
        self._given = given
        self._left = {OUT + file.name: file for file in left}
        self._stored: dict[str, StoredFile] = {}
        self._known = {str(file.file_id): file for file in given.by_path.values()}

    async def resolve(self, items: Sequence[Item], offset: int) -> None:
        """In place: every entry of ``binary`` becomes a stored file's. Raises :class:`NodeError`."""
        for index, item in enumerate(items, offset):
            binary = item.pop("binary", None)
            if binary:
                entries = list(_entries([{"binary": binary}], index))
                item["binary"] = {
                    key: await self._reference(place, entry)
                    for key, (place, entry) in zip(binary, entries, strict=True)
                }

    async def unnamed(self) -> dict[str, Any]:
        """What no item has named, as entries of ``binary`` by its path in the folder."""
        found = {}
        for path, file in self._left.items():
            if path not in self._stored:
                found[file.name] = (await self._store(path, {})).reference()
        return found

    async def _reference(self, place: str, entry: dict[str, Any]) -> dict[str, Any]:
        path = entry.get("path")
        if path is None:
            return (await self._by_id(place, _id_of(place, entry))).reference()
        if not isinstance(path, str):
            _wrong(place, "path is no text")
        if path in self._given.by_path:
            return self._given.by_path[path].reference()
        full = path if path.startswith(OUT) else OUT + path.removeprefix("./")
        if full not in self._left:
            there = ", ".join(file.name for file in list(self._left.values())[:10]) or "nothing"
            _wrong(place, f"path is {path[:200]!r}, which the code left not in {OUT}: there is {there}")
        return (await self._store(full, entry)).reference()

    async def _by_id(self, place: str, file_id: str) -> StoredFile:
        if file_id not in self._known:
            self._known |= await self._files.find([file_id])
        return self._known.get(file_id) or _not_there(place, file_id)

    async def _store(self, path: str, said: dict[str, Any]) -> StoredFile:
        """Named as the first item that names it says."""
        if path not in self._stored:
            file, name = self._left[path], said.get("name")
            if not isinstance(name, str) or problem_of_name(name):
                name = base_name(path)
            mime = mime_of(name, said.get("mime"))
            self._stored[path] = await self._files.save(
                self._within + file.name, file.content, name=name, mime=mime
            )
        return self._stored[path]


def attach(chunks: list[Chunk], binary: dict[str, Any]) -> None:
    """To the first item, or to one that is made for it."""
    if not any(chunk.count for chunk in chunks):
        chunks.append(Chunk([{"json": {}}]))
    item = next(chunk.items[0] for chunk in chunks if chunk.count)
    there = item.setdefault("binary", {})
    for key, entry in binary.items():
        there[_unlike(key, there)] = entry


def _entries(items: Sequence[Item], offset: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each entry of ``binary``, and where it is."""
    for index, item in enumerate(items, offset):
        binary = item.get("binary") or {}
        if not isinstance(binary, dict):
            _wrong(f"item {index}: binary", "it is no object")
        for key, entry in binary.items():
            place = f"item {index}: binary[{key[:80]!r}]"
            if not isinstance(entry, dict):
                _wrong(place, "it is no object")
            yield place, entry


def _id_of(place: str, entry: dict[str, Any]) -> str:
    file_id = entry.get("file_id")
    return file_id if isinstance(file_id, str) else _wrong(place, "it has no file_id")


def _wrong(place: str, why: str) -> NoReturn:
    rule = f"an entry is a file of the input, or names by its path one that is in {OUT}"
    raise NodeError("invalid_files", f"{place}: {why}; {rule}")


def _not_there(place: str, file_id: str) -> NoReturn:
    raise NodeError("unknown_file", f"{place}: there is no file {file_id[:80]}; it may have been deleted")


def _unlike(name: str, taken: Container[str], folder: str = "") -> str:
    """The name, with a number before its ending where it is taken."""
    head, dot, ending = name.rpartition(".")
    stem, ending = (head, dot + ending) if head else (name, "")
    number = 1
    while folder + name in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    return name


def _short(name: str) -> str:
    """Fit for a folder; the ending stays."""
    if len(name.encode()) <= _LONGEST:
        return name
    ending = name[-20:] if "." in name[-20:] else ""
    ending = ending[ending.rfind(".") :] if ending else ""
    room = _LONGEST - len(ending.encode())
    return name.encode()[:room].decode(errors="ignore") + ending
