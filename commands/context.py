"""What every command handler is given."""

from dataclasses import dataclass

from commands.ports import Clock, Doorbell, EventStore, NodeCatalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    store: EventStore
    doorbell: Doorbell
    nodes: NodeCatalogue
    clock: Clock
