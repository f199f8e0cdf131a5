"""Executions are found by what their input has under the keys that their workflow declares."""

from typing import Any

from tests.web.people import Person, good, problem
from tests.web.test_forks import CHAIN, edited, execute
from tests.web.workflows import create


def keyed(*keys: str) -> Any:
    return {**CHAIN, "settings": {"search_keys": list(keys)}}


async def started(ann: Person, workflow: Any, value: Any) -> str:
    return str(good(await execute(ann, workflow, {"input": value}))["execution_id"])


async def found(ann: Person, q: str, **more: Any) -> list[str]:
    query = "&".join(f"{name}={value}" for name, value in {"q": q, **more}.items())
    answer = good(await ann.call("GET", f"/api/executions?{query}"))
    return [each["id"] for each in answer["items"]]


async def test_by_a_text_under_a_key(ann: Person) -> None:
    workflow = await create(ann, keyed("customer", "order.id"))
    ann_s = await started(ann, workflow, {"customer": "Ann \0 Lee", "order": {"id": 41}, "note": "bob"})
    bob_s = await started(ann, workflow, [{"customer": "Bob", "order": {"id": 42}}])
    assert await found(ann, "lee") == [ann_s]
    assert await found(ann, "bob") == [bob_s]
    assert await found(ann, "4") == [bob_s, ann_s]
    assert await found(ann, "4", status="queued") == [bob_s, ann_s]
    assert await found(ann, "4", status="failed") == []
    shown = good(await ann.call("GET", f"/api/executions/{bob_s}"))
    assert shown["keys"] == {"customer": "Bob", "order.id": 42}


async def test_keys_that_are_declared_later_find_earlier_ones(ann: Person) -> None:
    workflow = await create(ann, CHAIN)
    earlier = await started(ann, workflow, {"customer": "Ann"})
    assert await found(ann, "ann") == []
    await edited(ann, workflow, keyed("customer"))
    assert await found(ann, "ann") == [earlier]


async def test_a_search_goes_on_page_by_page(ann: Person) -> None:
    workflow = await create(ann, keyed("n"))
    ids = [await started(ann, workflow, {"n": n % 2}) for n in range(7)]
    seen: list[str] = []
    path = "/api/executions?q=1&limit=2"
    cursor = ""
    while cursor is not None:
        page = good(await ann.call("GET", f"{path}&cursor={cursor}" if cursor else path))
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [ids[5], ids[3], ids[1]]


async def test_nobody_elses_are_found(ann: Person, bob: Person) -> None:
    await started(ann, await create(ann, keyed("customer")), {"customer": "Ann"})
    assert await found(bob, "ann") == []


async def test_too_many_or_too_long_keys_are_refused(ann: Person) -> None:
    for keys in (["k"] * 11, ["k" * 201], [""], [7]):
        body = {"name": "w", "definition": {**CHAIN, "settings": {"search_keys": keys}}}
        problem(await ann.call("POST", "/api/workflows", body), 422, "invalid_definition")
