"""Base of what is read from request bodies."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


class Body(BaseModel):
    """Unknown fields and values of another type are refused; errors never repeat what was sent."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


def _without_controls(text: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise PydanticCustomError("control_characters", "control characters are not allowed here")
    return text


Id = Annotated[UUID, Field(strict=False)]
Moment = Annotated[AwareDatetime, Field(strict=False)]
"""JSON has neither, so that text is fine."""

Line = Annotated[str, Field(max_length=200), AfterValidator(_without_controls)]
"""One line of text for people."""
