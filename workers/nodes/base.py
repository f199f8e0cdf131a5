"""What a node type is: one class in one file; palette, form, validation and docs derive from it."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, final

from pydantic import BaseModel, ConfigDict, Field

from domain.workflow.catalogue import Gathers
from workers.nodes.port_rules import PortRule, ports_by
from workers.ports import Chunk, Effect, NodeContext, Resumption


class Parameters(BaseModel):
    """Base of every node type's parameters: unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


def Expression(default: Any = ..., *, shown: dict[str, Any] | None = None, **kwargs: Any) -> Any:
    """A parameter that may hold ``{{ … }}``; marked ``x-expression`` in the schema."""
    return Field(default, json_schema_extra={"x-expression": True, **(shown or {})}, **kwargs)


def beside(**siblings: list[Any]) -> dict[str, Any]:
    """For the schema: forms show the field only where its siblings have one of these values."""
    return {"x-show": siblings}


class NodeType(ABC):
    """Subclass it, fill in the class variables, write ``run``, and ``resume`` where runs are suspended."""

    name: ClassVar[str]
    title: ClassVar[str]
    category: ClassVar[Literal["trigger", "code", "data", "flow", "network"]]
    icon: ClassVar[str]
    help: ClassVar[str]
    parameters: ClassVar[type[Parameters]]
    inputs: ClassVar[tuple[str, ...]] = ("main",)
    outputs: ClassVar[tuple[str, ...]] = ("main",)
    input_rules: ClassVar[tuple[PortRule, ...]] = ()
    output_rules: ClassVar[tuple[PortRule, ...]] = ()
    """Where the ports hang on the parameters: instead of ``inputs`` or ``outputs``."""

    shown_at_once: ClassVar[bool] = False
    """Its runs take long enough to be watched, and to be cut short: where somebody looks on, NodeStarted is
    appended as soon as one starts."""

    error_output: ClassVar[str | None] = None
    """Where an item leaves as an error, with ``on_error: continue``; None: by the first output."""

    stand_in_output: ClassVar[str | None] = None
    """Where leaves what stands in for its output: pinned or given items, the one item of ``always_output``;
    None: by the first output."""

    @classmethod
    def is_trigger(cls) -> bool:
        return not cls.inputs

    @classmethod
    def effect(cls, parameters: Mapping[str, Any]) -> Effect:
        """What a run does to the world, from the parameters as stored (expressions unevaluated)."""
        return "pure"

    @final
    @classmethod
    def inputs_of(cls, parameters: Mapping[str, Any]) -> Sequence[str]:
        """The input ports, from the parameters as stored (they may be incomplete or wrong)."""
        return ports_by(cls.input_rules, cls._complete(parameters)) if cls.input_rules else cls.inputs

    @final
    @classmethod
    def outputs_of(cls, parameters: Mapping[str, Any]) -> Sequence[str]:
        """The output ports, from the parameters as stored (they may be incomplete or wrong)."""
        return ports_by(cls.output_rules, cls._complete(parameters)) if cls.output_rules else cls.outputs

    @classmethod
    def _complete(cls, parameters: Mapping[str, Any]) -> dict[str, Any]:
        fields = cls.parameters.model_fields.items()
        return {name: field.get_default(call_default_factory=True) for name, field in fields} | dict(
            parameters
        )

    @classmethod
    def gathers(cls, parameters: Mapping[str, Any]) -> Gathers:
        """When it runs, from the parameters as stored."""
        return "each"

    @abstractmethod
    def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        """The output, chunk by chunk. Raises :class:`workers.ports.NodeError`, and
        :class:`workers.ports.Suspend` (before any output) to wait for something that may take long."""

    def resume(self, context: NodeContext, resumption: Resumption) -> AsyncIterator[Chunk]:
        """The output of a run that was suspended, once what it waited for happened. May suspend again."""
        raise TypeError(f"{self.name} never waits, so that there is nothing to go on with")
