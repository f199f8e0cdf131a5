from typing import Any

from workers.nodes.registry import find_node_types


def hints() -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Node type, field, the siblings it is shown beside, all fields."""
    found = []
    for name, node_type in find_node_types().items():
        fields = node_type.parameters.model_json_schema().get("properties", {})
        found += [
            (name, field, schema["x-show"], fields) for field, schema in fields.items() if "x-show" in schema
        ]
    return found


def test_fields_are_shown_beside_values_that_their_siblings_can_have() -> None:
    for name, field, shown, fields in hints():
        for sibling, values in shown.items():
            assert sibling in set(fields) - {field}, f"{name}.{field} hangs on {sibling}, which isn't there"
            assert set(values) <= set(fields[sibling].get("enum", values)), f"{name}.{field}: {values}"


def test_what_hangs_on_the_mode_of_a_node_says_so() -> None:
    told = {(name, field) for name, field, _, _ in hints()}
    assert {
        ("flow.wait", "until"),
        ("flow.merge", "join"),
        ("flow.switch", "output"),
        ("flow.loop", "condition"),
    } <= told
