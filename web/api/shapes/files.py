"""Files, as they are shown."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from domain.files import StoredFile


class File(BaseModel):
    file_id: UUID
    name: str
    mime: str
    size: int
    """Bytes."""
    sha256: str
    execution_id: UUID | None
    """The execution whose node made it; null where it was uploaded."""
    created_at: datetime


class Files(BaseModel):
    items: list[File]
    next_cursor: str | None


UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
"""What OpenAPI is told of a body that is not parsed into a model."""

CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The bytes.", "content": {"application/octet-stream": {}}},
    206: {"description": "The bytes that `Range` asked for.", "content": {"application/octet-stream": {}}},
}


def shape(file: StoredFile) -> dict[str, Any]:
    return {**asdict(file), "created_at": file.created_at.astimezone(UTC)}
