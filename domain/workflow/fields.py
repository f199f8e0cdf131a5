"""What each field of a definition may hold. Values are checked as they are, never converted."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Required

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from typing_extensions import TypedDict

from domain.workflow.refusals import FieldRefused

STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
FORBIDDEN_IDS = frozenset({"__proto__", "constructor", "prototype"})
_PLAINER = {
    "extra_forbidden": "unknown field",
    "missing": "is required",
    "dict_type": "should be an object",
    "list_type": "should be a list",
    "string_pattern_mismatch": "should be 1 to 64 letters, digits, underscores or hyphens",
}


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("should be a number")
    return value


def _positive(value: float) -> float:
    if value <= 0:
        raise ValueError("should be greater than 0")
    return value


def _not_negative(value: float) -> float:
    if value < 0:
        raise ValueError("should not be negative")
    return value


def _not_forbidden(node_id: str) -> str:
    if node_id in FORBIDDEN_IDS:
        raise ValueError(f"{node_id!r} can't be the id of a node")
    return node_id


Number = Annotated[Any, PlainValidator(_number)]
Positive = Annotated[Number, AfterValidator(_positive)]
NotNegative = Annotated[Number, AfterValidator(_not_negative)]
NodeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$"), AfterValidator(_not_forbidden)]
Port = Annotated[str, Field(min_length=1)]
JsonObject = dict[str, Any]
Name = Annotated[str, Field(min_length=1, max_length=255)]
SearchKey = Annotated[str, Field(min_length=1, max_length=200)]
Tag = Annotated[str, Field(min_length=1, max_length=64)]
Description = Annotated[str, Field(max_length=100_000)]


class PositionFields(TypedDict):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    x: Number
    y: Number


class RetryFields(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    count: Annotated[int, Field(ge=0, le=1000)]
    delay_s: NotNegative
    backoff: Literal["fixed", "exponential"]
    on: list[str]


class NodeSettings(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    timeout_s: Positive | None
    retry: RetryFields | None
    on_error: Literal["stop", "continue", "port"]
    on_crash: Literal["retry", "ask"]
    always_output: bool
    once: bool


class NodeFields(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    id: Required[NodeId]
    type: Required[str]
    name: str
    position: PositionFields
    parameters: JsonObject
    settings: NodeSettings
    disabled: bool
    credentials: dict[str, str]


class EdgeFields(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    source: Required[str]
    source_port: Port
    target: Required[str]
    target_port: Port


class ConcurrencyFields(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    limit: Required[Annotated[int, Field(ge=1)]]
    key: str | None
    beyond: Literal["queue", "skip", "cancel_oldest"]


class WorkflowSettings(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    timezone: Annotated[str, Field(min_length=1, max_length=64)] | None
    deadline_s: Positive | None
    order: Literal["parallel", "sequential"] | None
    concurrency: ConcurrencyFields | None
    error_workflow_id: str | None
    priority: Annotated[int, Field(ge=0, le=9)] | None
    search_keys: Annotated[list[SearchKey], Field(max_length=10)] | None
    """Where the input has the values by which executions are found."""


class ItemFields(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    json: Required[JsonObject]
    binary: JsonObject
    paired: Any


class DefinitionFields(TypedDict, total=False):
    __pydantic_config__ = STRICT  # type: ignore[misc]
    nodes: Required[list[NodeFields]]
    edges: list[EdgeFields]
    settings: WorkflowSettings
    notes: list[JsonObject]
    groups: list[JsonObject]
    pins: dict[str, list[ItemFields]]


def _as_given(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    check(value)
    return value


AS_GIVEN = WrapValidator(_as_given)
"""Check only: pydantic's own result would have its keys in the order of the fields above."""

_DEFINITION: TypeAdapter[Any] = TypeAdapter(DefinitionFields)


def refused_fields(value: object) -> Sequence[FieldRefused]:
    """The fields of a would-be definition that don't hold what they should."""
    try:
        _DEFINITION.validate_python(value)
    except ValidationError as error:
        return fields_of(error)
    return ()


def fields_of(error: ValidationError) -> list[FieldRefused]:
    """What pydantic found, in plainer words."""
    return [
        FieldRefused(found["loc"], _PLAINER.get(found["type"], found["msg"].removeprefix("Value error, ")))
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]
