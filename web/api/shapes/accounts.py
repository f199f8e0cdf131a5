"""Accounts, as the contract has them."""

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from web.api.identity.passwords import LONGEST, SHORTEST
from web.api.shapes.base import Body, Line

_ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")


def _normalised(email: str) -> str:
    """One spelling per account: NFKC, lower case, without spaces around it."""
    plain = unicodedata.normalize("NFKC", email).strip().lower()
    if not _ADDRESS.fullmatch(plain):
        raise PydanticCustomError("email", "not an email address")
    return plain


Email = Annotated[str, Field(max_length=254), AfterValidator(_normalised)]


class Registration(Body):
    email: Email
    password: str = Field(min_length=SHORTEST, max_length=LONGEST)
    first_name: Line = ""
    last_name: Line = ""


class Credentials(Body):
    email: Email
    password: str = Field(max_length=LONGEST)


class PasswordChange(Body):
    current: str = Field(max_length=LONGEST)
    new: str = Field(min_length=SHORTEST, max_length=LONGEST)


class NameChange(Body):
    first_name: Line | None = None
    last_name: Line | None = None


class User(BaseModel):
    id: UUID
    email: str
    first_name: str
    last_name: str
    is_active: bool
    created_at: datetime


class Session(BaseModel):
    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    """Seconds."""
