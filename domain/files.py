"""Files beside items: bytes that are stored once, never changed, and named by an id."""

import mimetypes
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

MOST_CHARACTERS = 255
UNKNOWN = "application/octet-stream"
_TOKEN = r"[a-z0-9!#$&^_.+-]{1,127}"
_MIME = re.compile(rf"{_TOKEN}/{_TOKEN}")
_KNOWN = mimetypes.MimeTypes()
"""Those that Python itself knows: the same on every machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """What is said of a file before its bytes. ``execution_id``: of the execution whose node made it."""

    file_id: UUID
    project_id: UUID
    name: str
    mime: str
    execution_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """``size`` in bytes, ``sha256`` in hexadecimal."""

    file_id: UUID
    execution_id: UUID | None
    name: str
    mime: str
    size: int
    sha256: str
    created_at: datetime

    def reference(self) -> dict[str, Any]:
        """As it stands in an item's ``binary``."""
        return {"file_id": str(self.file_id), "name": self.name, "mime": self.mime, "size": self.size}


def problem_of_name(name: str) -> str | None:
    """Why a file can't be called so; None where it can. A name is data and never a path."""
    if not name or len(name) > MOST_CHARACTERS:
        return f"a file's name has 1 to {MOST_CHARACTERS} characters"
    if any(ord(each) < 32 or ord(each) == 127 or 0xD800 <= ord(each) < 0xE000 for each in name):
        return "a file's name has no control characters and no lone surrogates"
    return None


def base_name(name: str) -> str:
    """What follows the last slash or backslash: fit for a folder where somebody else may have chosen it."""
    last = re.split(r"[/\\]", name)[-1]
    return last if last not in ("", ".", "..") else "file"


def mime_of(name: str, said: object = None) -> str:
    """The media type as it was said, without parameters, else as the name's ending suggests."""
    plain = said.partition(";")[0].strip().lower() if isinstance(said, str) else ""
    if _MIME.fullmatch(plain):
        return plain
    guessed, encoding = _KNOWN.guess_type(base_name(name))
    return guessed if guessed and not encoding else UNKNOWN
