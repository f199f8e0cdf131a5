"""Base of what is read from request bodies."""

import re
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Body(BaseModel):
    """Unknown fields and values of another type are refused; errors never repeat what was sent."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


def _without_controls(text: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise PydanticCustomError("control_characters", "control characters are not allowed here")
    return text


Id = Annotated[UUID, Field(strict=False)]
"""JSON has none, so that text is fine."""


def _as_text(value: object) -> object:
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise PydanticCustomError(
            "rfc_3339", "should be a time with its date and offset, such as 2026-12-24T18:00:00Z"
        )
    return value


_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
Moment = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_as_text)]
"""Numbers would be taken for seconds since 1970."""

Line = Annotated[str, Field(max_length=200), AfterValidator(_without_controls)]
"""One line of text for people."""
