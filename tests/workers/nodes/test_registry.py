from importlib.metadata import EntryPoint
from typing import Any

import pytest

from workers.nodes.flow_noop import Noop
from workers.nodes.registry import Catalogue, describe, find_node_types


class TheirNode(Noop):
    name = "theirs.node"


class AnotherNoop(Noop):
    name = "flow.noop"


def installed(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    entry = EntryPoint("theirs", f"{__name__}:{value}", "flowtape.nodes")
    monkeypatch.setattr("workers.nodes.registry.entry_points", lambda group: [entry])


def test_the_first_node_types_are_there() -> None:
    expected = {
        "trigger.manual",
        "trigger.webhook",
        "webhook.respond",
        "code",
        "data.set",
        "flow.if",
        "flow.noop",
    }
    assert expected | {"http.request"} <= set(find_node_types())


def test_others_add_node_types_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "TheirNode")
    assert find_node_types()["theirs.node"] is TheirNode


def test_a_name_that_is_taken_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "AnotherNoop")
    with pytest.raises(ValueError, match=r"two node types are called flow\.noop"):
        find_node_types()


def test_what_is_no_node_type_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "installed")
    with pytest.raises(TypeError, match="not a subclass of NodeType"):
        find_node_types()


def test_every_type_describes_itself_for_palette_and_form() -> None:
    for entry in describe():
        assert all(entry[key] for key in ("type", "title", "category", "icon", "help"))
        assert entry["schema"]["type"] == "object"
        assert entry["schema"]["additionalProperties"] is False


def test_fields_that_may_hold_expressions_are_marked() -> None:
    schemas = {entry["type"]: entry["schema"]["properties"] for entry in describe()}
    assert schemas["flow.if"]["condition"]["x-expression"] is True
    assert "x-expression" not in schemas["trigger.webhook"]["path"]
    assert "x-expression" not in schemas["code"]["code"]


def test_the_catalogue_knows_triggers_and_ports() -> None:
    catalogue = Catalogue()
    assert catalogue.is_trigger("trigger.manual")
    assert not catalogue.is_trigger("flow.if")
    assert "nonsense" not in catalogue
    assert (list(catalogue.inputs_of("trigger.webhook", {})), list(catalogue.outputs_of("flow.if", {}))) == (
        [],
        ["true", "false"],
    )


@pytest.mark.parametrize(
    ("type_name", "parameters", "problems"),
    [
        ("http.request", {}, [(["url"], "missing_parameter")]),
        (
            "http.request",
            {"url": "{{ $json.a", "timeout_s": 0},
            [(["timeout_s"], "invalid_parameter"), (["url"], "invalid_expression")],
        ),
        (
            "http.request",
            {"url": "{{ $json.u }}", "timeout_s": "{{ $json.t }}", "headers": {"a": "{{\n1}}"}},
            [],
        ),
        ("webhook.respond", {"headers": {"a": "{{\n1}}", "b c": "x"}}, [(["headers"], "invalid_parameter")]),
        ("data.set", {"fields": [{"name": "a"}]}, [(["fields", 0, "value"], "missing_parameter")]),
        (
            "data.set",
            {"fields": [{"name": "a", "value": ["{{ ) }}"]}]},
            [(["fields", 0, "value", 0], "invalid_expression")],
        ),
        ("data.set", {"fields": "{{ $json.fields }}"}, []),
        ("data.set", {"keep": "{{ true }}"}, [(["keep"], "invalid_parameter")]),
        ("flow.noop", {"x": 1}, [(["x"], "invalid_parameter")]),
    ],
)
def test_problems_point_at_their_fields(
    type_name: str, parameters: dict[str, Any], problems: list[tuple[list[Any], str]]
) -> None:
    found = Catalogue().problems_of("node", type_name, parameters)
    assert [(problem.loc, problem.code) for problem in found] == problems


def test_an_expression_is_never_run_to_check_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a host was started")

    monkeypatch.setattr("workers.expressions.process.HostProcess.start", refuse)
    assert Catalogue().problems_of("node", "flow.if", {"condition": "{{ (() => { for (;;); })() }}"}) == []
