"""The node types that are installed: this package's modules, and the entry point group ``flowtape.nodes``."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from typing import Any

import workers.nodes
from domain.workflow.catalogue import ExpressionFault, Gathers, Problem
from workers.expressions.marked import schema_of
from workers.nodes.base import NodeType
from workers.nodes.port_rules import described
from workers.nodes.problems import fault_of, problems_of
from workers.nodes.words import said, words_of

ENTRY_POINTS = "flowtape.nodes"


def _types_of_this_package() -> Iterator[type[NodeType]]:
    for module in pkgutil.iter_modules(workers.nodes.__path__, "workers.nodes."):
        for value in vars(importlib.import_module(module.name)).values():
            if _is_node_type(value) and value.__module__ == module.name:
                yield value


def _types_of_others() -> Iterator[type[NodeType]]:
    for entry in entry_points(group=ENTRY_POINTS):
        value = entry.load()
        if not _is_node_type(value):
            raise TypeError(f"the entry point {entry.name} of {ENTRY_POINTS} is not a subclass of NodeType")
        yield value


def _is_node_type(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, NodeType) and hasattr(value, "name")


def find_node_types() -> dict[str, type[NodeType]]:
    """Each installed node type by its name; two of one name are an error, since either could be meant."""
    found: dict[str, type[NodeType]] = {}
    for node_type in (*_types_of_this_package(), *_types_of_others()):
        if node_type.name in found:
            raise ValueError(f"two node types are called {node_type.name}")
        found[node_type.name] = node_type
    return dict(sorted(found.items()))


NODE_TYPES = find_node_types()


class Catalogue:
    """Implements :class:`domain.workflow.catalogue.NodeCatalogue` over the installed node types."""

    def __init__(self, node_types: Mapping[str, type[NodeType]] = NODE_TYPES) -> None:
        self._types = node_types

    def __contains__(self, type_name: object) -> bool:
        return type_name in self._types

    def is_trigger(self, type_name: str) -> bool:
        return self._types[type_name].is_trigger()

    def inputs_of(self, type_name: str, parameters: dict[str, Any]) -> Sequence[str]:
        return self._types[type_name].inputs_of(parameters)

    def outputs_of(self, type_name: str, parameters: dict[str, Any]) -> Sequence[str]:
        return self._types[type_name].outputs_of(parameters)

    def gathers(self, type_name: str, parameters: dict[str, Any]) -> Gathers:
        return self._types[type_name].gathers(parameters)

    def problems_of(self, node_id: str, type_name: str, parameters: dict[str, Any]) -> list[Problem]:
        return problems_of(node_id, self._types[type_name], parameters)

    def fault_of_expression(self, text: str) -> ExpressionFault | None:
        return fault_of(text)


def describe(
    language: str = "en", node_types: Mapping[str, type[NodeType]] = NODE_TYPES
) -> list[dict[str, Any]]:
    """What the palette and the forms are drawn from, one entry per type; English where words are missing."""
    words = words_of(language)
    return [said(_described(node_type), words.get(node_type.name, {})) for node_type in node_types.values()]


def _described(node_type: type[NodeType]) -> dict[str, Any]:
    return {
        "type": node_type.name,
        "title": node_type.title,
        "category": node_type.category,
        "icon": node_type.icon,
        "help": node_type.help,
        "inputs": list(node_type.inputs_of({})),
        "outputs": list(node_type.outputs_of({})),
        "port_rules": {
            "inputs": described(node_type.input_rules),
            "outputs": described(node_type.output_rules),
        },
        "schema": schema_of(node_type.parameters),
    }
