"""What an execution is given: an input, and items in the place of what nodes would put out."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from commands.errors import FieldError, Invalid
from domain import json_text
from domain.execution.events import Output
from domain.workflow.fields import ItemFields, fields_of

Given = dict[str, list[dict[str, Any]]]
"""Node id → the items that stand in for what it would put out."""


class Absent:
    """Tells no input apart from an input of null."""


ABSENT: Final = Absent()
ITEM_KEYS = frozenset({"json", "binary", "paired"})
_ITEMS: TypeAdapter[Any] = TypeAdapter(list[ItemFields])

Files = Sequence[Mapping[str, Any] | None]
"""The ``binary`` of each object of an input."""


def checked_input(value: Any) -> Any:
    """A list of objects, one object, or null. Raises :class:`Invalid`."""
    items = value if isinstance(value, list) else [value]
    if isinstance(value, Absent) or value is None or all(isinstance(item, dict) for item in items):
        return value
    message = "the input has to be an object, a list of objects, or nothing"
    raise Invalid("invalid_input", message, [FieldError(("input",), message)])


def checked_files(value: Any, files: Any) -> tuple[Any, Files]:
    """The input, ``{}`` where only files were given, and what hangs on its items. Raises :class:`Invalid`."""
    if not files:
        return value, ()
    if isinstance(value, Absent) or value is None:
        value = {}
    loc = ("files",)
    if len(files) > (len(value) if isinstance(value, list) else 1):
        raise _no_items("there are files for more items than the input has", loc)
    for place, binary in enumerate(files):
        for key, entry in (binary or {}).items():
            if not _is_file(entry):
                message = "should be {file_id, name, mime, size}, as POST /api/files answers"
                raise Invalid("invalid_data", message, [FieldError((*loc, place, key), message)])
    return value, files


def _is_file(entry: Any) -> bool:
    if not isinstance(entry, dict) or entry.keys() != {"file_id", "name", "mime", "size"}:
        return False
    texts = all(isinstance(entry[name], str) for name in ("file_id", "name", "mime"))
    return texts and isinstance(entry["size"], int) and not isinstance(entry["size"], bool)


def items_given(value: Any, *loc: str) -> list[dict[str, Any]]:
    """Items, of items or of plain objects: each becomes the ``json`` of one. Raises :class:`Invalid`."""
    objects = value if isinstance(value, list) else [value]
    if not all(isinstance(each, dict) for each in objects):
        raise _no_items("items have to be a list of objects", loc)
    are_items = [isinstance(each.get("json"), dict) and each.keys() <= ITEM_KEYS for each in objects]
    if not any(are_items):
        return [{"json": each} for each in objects]
    if not all(are_items):
        raise _no_items('some of these are items ({"json": {…}}) and some are not', loc)
    try:
        _ITEMS.validate_python(objects, strict=True)
    except ValidationError as error:
        found = [FieldError((*loc, *each.loc), each.message) for each in fields_of(error)[:100]]
        raise Invalid("invalid_data", "these are no items", found) from error
    return objects


def given_items(given: Any, field: str) -> Given:
    """``{node_id: items}`` as it will be stored. Raises :class:`Invalid`; ``field``: where it stands."""
    if not isinstance(given, dict):
        raise _no_items(f"{field} has to be {{node_id: [item, …]}}", (field,))
    return {node: items_given(items, field, node) for node, items in given.items()}


def must_be_nodes(given: Given, nodes: Collection[str], field: str) -> None:
    """Raises :class:`Invalid` where something is given for what is no node."""
    for node in given:
        if node not in nodes:
            raise _no_items(f"the workflow has no enabled node {node!r}", (field, node))


def _no_items(message: str, loc: tuple[str, ...]) -> Invalid:
    return Invalid("invalid_data", message, [FieldError(loc, message)])


def stored(value: Any, given: Given, files: Files = ()) -> bytes | None:
    """The data column of ExecutionRequested; None where nothing was given."""
    column: dict[str, Any] = {"given": given} if given else {}
    if not isinstance(value, Absent):
        column["input"] = value
        if any(files):
            column["files"] = files
    return json_text.dumps(column) if column else None


def described(value: Any) -> Output | None:
    if isinstance(value, Absent):
        return None
    text = json_text.dumps(value)
    items = len(value) if isinstance(value, list) else 1
    return Output(items=items, size=len(text), hash=hashlib.sha256(text).hexdigest(), payload=None)


def read_back(data: bytes | None) -> tuple[Any, Given]:
    """The input (``ABSENT`` if there was none) and what was given for nodes, of a stored request."""
    column = json_text.read_back(data) if data else {}
    return column.get("input", ABSENT), column.get("given", {})


def files_of(data: bytes | None) -> Files:
    """What came with the input of a stored request."""
    found: Files = json_text.read_back(data).get("files", ()) if data else ()
    return found
