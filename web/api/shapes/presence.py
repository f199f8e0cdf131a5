"""What a client says of the person at it."""

from typing import Annotated

from pydantic import Field

from web.api.shapes.base import Body, Line

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Coordinate = Annotated[float, Field(allow_inf_nan=False)]


class Point(Body):
    x: Coordinate
    y: Coordinate


class HereNow(Body):
    client_id: Id
    """Made by the client, one for each tab."""
    name: Line | None = None
    """What to show, if not the user's own name."""
    cursor: Point | None = None
    selection: list[Id] = Field(default=[], max_length=200)
    """Nodes."""
    editing: Id | None = None
    """The node whose panel is open."""
    gone: bool = False
    """The tab is being closed."""
