from typing import Any

from tests.workers.conftest import NewHosts
from tests.workers.nodes.running import Run
from workers.expressions.hosts import ExpressionHosts


async def set_fields(
    item: dict[str, Any], *fields: tuple[str, Any], keep: bool = True, hosts: ExpressionHosts | None = None
) -> Any:
    parameters = {"fields": [{"name": name, "value": value} for name, value in fields], "keep": keep}
    return (await Run("data.set", parameters, [item], hosts=hosts).outputs())["main"][0]


async def test_fields_are_set_in_order_beside_the_others() -> None:
    assert await set_fields({"a": 1, "b": 2}, ("b", 3), ("c", "{{ $json.a }}")) == {"a": 1, "b": 3, "c": 1}


async def test_without_keep_nothing_else_is_left() -> None:
    assert await set_fields({"a": 1}, ("b", "{{ $json.a }}"), keep=False) == {"b": 1}


async def test_dots_lead_into_objects_and_the_input_stays_as_it_was() -> None:
    item = {"a": {"b": {"c": 1}, "d": 2}, "e": [1]}
    changed = await set_fields(item, ("a.b.x", 3), ("e.f", 4), ("g.h", 5))
    assert changed == {"a": {"b": {"c": 1, "x": 3}, "d": 2}, "e": {"f": 4}, "g": {"h": 5}}
    assert item == {"a": {"b": {"c": 1}, "d": 2}, "e": [1]}


async def test_any_name_is_a_plain_key() -> None:
    names = ["__proto__", "constructor", "größe 😀", "", "a b", "\x00"]
    assert await set_fields({}, *((name, 1) for name in names), ("__proto__.x", 2)) == {
        "__proto__": {"x": 2},
        **dict.fromkeys(names[1:], 1),
    }


async def test_values_keep_their_type(hosts: ExpressionHosts) -> None:
    values: list[Any] = [None, True, 2**70, 1.5, "x", [1, {"a": None}], {}]
    fields = [(str(index), value) for index, value in enumerate(values)]
    assert list((await set_fields({}, *fields)).values()) == values
    assert await set_fields({"n": 2}, ("x", "{{ $json.n * 21 }}"), hosts=hosts) == {"n": 2, "x": 42}


async def test_files_stay_with_their_item() -> None:
    run = Run("data.set", {"fields": [], "keep": False}, [{"a": 1}])
    run.items[0]["binary"] = {"file": {"file_id": "1"}}
    await run.outputs()
    assert run.chunks_out[0].items == [{"json": {}, "binary": {"file": {"file_id": "1"}}}]


async def test_the_items_index_counts_over_all_chunks(new_hosts: NewHosts) -> None:
    parameters = {"fields": [{"name": "i", "value": "{{ $itemIndex + $input.all().length * 10 }}"}]}
    run = Run("data.set", parameters, [{}] * 5, chunk=2, hosts=new_hosts())
    assert [json["i"] for json in (await run.outputs())["main"]] == [50, 51, 52, 53, 54]


async def test_what_was_not_there_is_null_and_noted() -> None:
    run = Run("data.set", {"fields": [{"name": "x", "value": "{{ $json.a.b }}"}]}, [{}])
    assert await run.outputs() == {"main": [{"x": None}]}
    assert run.warnings == [("fields.0.value", 0, "$json.a.b")]


async def test_an_item_that_fails_is_put_aside_and_the_others_pass(hosts: ExpressionHosts) -> None:
    fields = [{"name": "m", "value": "{{ $json.n.toFixed() }}"}]
    run = Run("data.set", {"fields": fields}, [{"n": 1}, {"n": "x"}, {"n": 3}], hosts=hosts, goes_on=True)
    assert await run.outputs() == {"main": [{"n": 1, "m": "1"}, {"n": 3, "m": "3"}]}
    assert run.pairs == [[[0, 0], [0, 2]]]
    assert {place: error.code for place, error in run.aside.errors.items()} == {1: "expression_failed"}
