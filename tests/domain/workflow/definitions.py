"""Any definition that may be stored."""

from typing import Any

from hypothesis import strategies as st

from domain.workflow.definition import parse
from domain.workflow.shapes import Definition
from tests.domain.workflow.story import TYPES


def objects_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(texts, inner, max_size=3)


ids = st.sampled_from(["a", "b", "c", "d", "e"])
texts = st.sampled_from(["", "x", "__proto__", "\0", "🦆", "é"])
scalars = st.sampled_from([None, True, False, 0, 1, 1.0, -0.0, 2**70, "\0", "1"])
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=2) | objects_of(inner), max_leaves=4)


objects = objects_of(values)
items = st.lists(st.fixed_dictionaries({"json": objects}), max_size=2)
ports = st.sampled_from(["main", "true", "other"])
numbers = st.sampled_from([0, 1, 1.0, 2.5])

nodes = st.fixed_dictionaries(
    {"id": ids, "type": st.sampled_from(sorted(TYPES.outputs))},
    optional={
        "name": texts,
        "position": st.fixed_dictionaries({"x": numbers, "y": numbers}),
        "parameters": objects,
        "settings": st.fixed_dictionaries({}, optional={"once": st.booleans(), "timeout_s": st.just(3)}),
        "disabled": st.booleans(),
        "credentials": st.dictionaries(texts, texts, max_size=2),
    },
)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    drawn = draw(st.lists(nodes, max_size=5, unique_by=lambda node: node["id"]))
    known = st.sampled_from([node["id"] for node in drawn]) if drawn else st.nothing()
    edges = st.fixed_dictionaries(
        {"source": known, "source_port": ports, "target": known, "target_port": ports}
    )
    raw: dict[str, Any] = {
        "nodes": drawn,
        "edges": draw(
            st.lists(edges, max_size=5 if drawn else 0, unique_by=lambda e: tuple(sorted(e.items())))
        ),
        "settings": shuffled(draw, {"timezone": "Europe/Berlin", "order": "parallel", "priority": 1}),
        "notes": draw(st.lists(objects, max_size=2)),
        "groups": draw(st.lists(objects, max_size=2)),
        "pins": draw(st.dictionaries(known, items, max_size=3)) if drawn else {},
    }
    return parse(raw, TYPES)


def shuffled(draw: st.DrawFn, settings: dict[str, Any]) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(settings)), unique=True))
    return {name: settings[name] for name in names}
