"""Somebody's workflows and executions after some weeks of use: what pictures and audits look at."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

EXAMPLES = Path(__file__).parents[2] / "examples"
PASSWORD = "four words of mine"
IDLE = (
    ("Weekly newsletter", "Marketing", ["mail", "weekly"]),
    ("Copy invoices to the archive", "Finance", ["monthly"]),
    ("Warn of certificates that end soon", "Operations", ["daily"]),
)
CHECK = """seen = set()
orders = []
for item in items:
    order = item["json"]
    if order["id"] in seen:
        print(f"{order['id']}: came twice, left out")
        continue
    seen.add(order["id"])
    order["total"] = round(sum(line["price"] * line["count"] for line in order["lines"]), 2)
    print(f"{order['id']}: {order['total']:.2f} {order['currency']}")
    orders.append(order)
return orders"""
READINGS = """print("reading 3 stations")
return [{"station": name, "celsius": celsius} for name, celsius in
        [("Harbour", 11.5), ("Airport", 9.25), ("Summit", None)]]"""
CONVERT = """for item in items:
    reading = item["json"]
    reading["fahrenheit"] = reading["celsius"] * 9 / 5 + 32
return items"""


def order(number: int, customer: str, *lines: tuple[str, float, int]) -> dict[str, Any]:
    listed = [{"article": article, "price": price, "count": count} for article, price, count in lines]
    return {"id": f"R-{number}", "customer": customer, "currency": "EUR", "lines": listed}


ORDERS = [
    order(1041, "Ada Lovelace", ("Tape, blue", 4.9, 12), ("Reel", 18.5, 2)),
    order(1042, "Konrad Zuse", ("Relay", 7.25, 260)),
    order(1043, "Grace Hopper", ("Moth, pinned", 39, 1)),
    order(1041, "Ada Lovelace", ("Tape, blue", 4.9, 12)),
]


NOTE = {
    "id": "note",
    "x": 700,
    "y": 200,
    "width": 230,
    "height": 110,
    "colour": "yellow",
    "text": "Small orders go out at once. Above 500 EUR somebody has to agree.",
}
GROUP = {"id": "decide", "title": "Decide", "nodes": ["large", "ask"]}


@dataclass
class Scene:
    """Ids by name: ``workflows["orders"]``, ``executions["completed"]``."""

    api: httpx.AsyncClient
    email: str
    workflows: dict[str, str] = field(default_factory=dict)
    executions: dict[str, str] = field(default_factory=dict)

    async def asks(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        answer = await self.api.request(method, path, json=body, params=query, timeout=330)
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None

    async def creates(self, key: str, body: dict[str, Any], folder: str, tags: list[str]) -> None:
        workflow = await self.asks("POST", "/api/workflows", body)
        self.workflows[key] = workflow["id"]
        await self.asks("PATCH", f"/api/workflows/{workflow['id']}", {"folder": folder, "tags": tags})

    async def runs(self, key: str, workflow: str, given: Any = None, wait: int = 300) -> dict[str, Any]:
        path = f"/api/workflows/{self.workflows[workflow]}/execute"
        body = {} if given is None else {"input": given}
        found: dict[str, Any] = await self.asks("POST", path, body, **({"wait": wait} if wait else {}))
        self.executions[key] = found.get("id") or found["execution_id"]
        return found

    async def edits(self, workflow: str, *commands: dict[str, Any]) -> None:
        path = f"/api/workflows/{self.workflows[workflow]}"
        version = (await self.asks("GET", path))["version"]
        await self.asks("POST", f"{path}/commands", {"expected_version": version, "commands": commands})


async def set_up(api: httpx.AsyncClient, email: str) -> Scene:
    """A new account with everything; its executions have ended, but one that waits for approval."""
    account = {"email": email, "password": PASSWORD}
    scene = Scene(api, email)
    await scene.asks("POST", "/api/auth/register", {**account, "first_name": "Ada", "last_name": "Lovelace"})
    signed_in = await scene.asks("POST", "/api/auth/login", account)
    api.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
    for name, folder, tags in IDLE:
        await scene.creates(name, {"name": name, "definition": idle()}, folder, tags)
    blank = {"name": "Untitled workflow", "definition": {"nodes": []}}
    await scene.creates("blank", blank, "Operations", [])
    await _examples(scene)
    await _failing(scene)
    await _orders(scene)
    await scene.creates("gone", {"name": "Last year's report", "definition": idle()}, "Finance", [])
    await scene.asks("DELETE", f"/api/workflows/{scene.workflows['gone']}")
    return scene


def idle() -> dict[str, Any]:
    return {"nodes": [{"id": "start", "type": "trigger.manual", "name": "Start"}]}


def example(name: str) -> tuple[dict[str, Any], Any]:
    """One of ``examples/`` as the API takes it, and its data."""
    whole = json.loads((EXAMPLES / f"{name}.json").read_text())
    data = whole.pop("input", None)
    return whole, json.loads((EXAMPLES / data).read_text()) if data else None


async def _examples(scene: Scene) -> None:
    weather, days = example("seattle-weather")
    await scene.creates("weather", weather, "Science", ["daily", "noaa"])
    await scene.runs("weather", "weather", days)
    quakes, events = example("earthquakes")
    await scene.creates("quakes", quakes, "Science", ["weekly"])
    await scene.runs("quakes", "quakes", events)
    greeting, _ = example("webhook-greeting")
    path = f"greet-{scene.email.split('@')[0]}"
    greeting["definition"]["nodes"][0]["parameters"]["path"] = f"{path}/:name"
    await scene.creates("greeting", greeting, "Marketing", ["web"])
    await scene.asks("POST", f"/api/workflows/{scene.workflows['greeting']}/activate")
    answer = await scene.api.get(f"/hooks/{path}/Grace")
    assert answer.status_code == 200, answer.text


async def _failing(scene: Scene) -> None:
    read = {"language": "python", "code": READINGS}
    convert = {"language": "python", "code": CONVERT}
    nodes = [
        {"id": "start", "type": "trigger.manual", "name": "Every morning", "position": {"x": 0, "y": 0}},
        {
            "id": "read",
            "type": "code",
            "name": "Read stations",
            "position": {"x": 240, "y": 0},
            "parameters": read,
        },
        {
            "id": "convert",
            "type": "code",
            "name": "Convert",
            "position": {"x": 480, "y": 0},
            "parameters": convert,
        },
        {"id": "after", "type": "flow.noop", "name": "Publish", "position": {"x": 720, "y": 0}},
    ]
    edges = [
        {"source": one, "target": other}
        for one, other in (("start", "read"), ("read", "convert"), ("convert", "after"))
    ]
    body = {"name": "Morning readings", "definition": {"nodes": nodes, "edges": edges}}
    await scene.creates("readings", body, "Science", ["daily"])
    await scene.runs("failed", "readings")


async def _orders(scene: Scene) -> None:
    """Published, then edited, so that its versions differ; one execution waits for an approval."""
    check = {"language": "python", "code": CHECK}
    fields = [
        {"name": "greeting", "value": "Dear {{ $json.customer }}"},
        {
            "name": "text",
            "value": "your order {{ $json.id }} of {{ $json.total }} {{ $json.currency }} is on its way.",
        },
    ]
    nodes = [
        {"id": "start", "type": "trigger.manual", "name": "New orders", "position": {"x": 0, "y": 100}},
        {
            "id": "check",
            "type": "code",
            "name": "Check and sum up",
            "position": {"x": 240, "y": 100},
            "parameters": check,
        },
        {
            "id": "large",
            "type": "flow.if",
            "name": "Large order?",
            "position": {"x": 480, "y": 100},
            "parameters": {"condition": "{{ $json.total > 500 }}"},
        },
        {
            "id": "ask",
            "type": "flow.wait",
            "name": "Ask the boss",
            "position": {"x": 720, "y": 0},
            "parameters": {
                "mode": "approval",
                "message": "{{ $json.customer }} orders for {{ $json.total }} {{ $json.currency }}. Ship it?",
            },
        },
        {"id": "ship", "type": "flow.noop", "name": "Ship", "position": {"x": 960, "y": 100}},
        {
            "id": "confirm",
            "type": "data.set",
            "name": "Write a confirmation",
            "position": {"x": 1200, "y": 100},
            "parameters": {"fields": fields, "keep": False},
        },
    ]
    edges = [
        {"source": "start", "target": "check"},
        {"source": "check", "target": "large"},
        {"source": "large", "source_port": "true", "target": "ask"},
        {"source": "large", "source_port": "false", "target": "ship"},
        {"source": "ask", "source_port": "approved", "target": "ship"},
        {"source": "ship", "target": "confirm"},
    ]
    before = {**check, "code": CHECK.replace("        print(f\"{order['id']}: came twice, left out\")\n", "")}
    old = [{**node, "parameters": before} if node["id"] == "check" else node for node in nodes[:-1]]
    draft = {
        "name": "Orders",
        "description": "What the shop sends: checked, approved if large, shipped.",
        "definition": {
            "nodes": old,
            "edges": edges[:-1],
            "notes": [NOTE],
            "groups": [GROUP],
            "pins": {"start": [{"json": one} for one in ORDERS]},
        },
    }
    await scene.creates("orders", draft, "Shop", ["daily", "money"])
    await scene.asks("POST", f"/api/workflows/{scene.workflows['orders']}/publish")
    await scene.edits(
        "orders",
        {"type": "configure_node", "node_id": "check", "parameters": check},
        {"type": "add_node", "node": nodes[-1]},
        {"type": "connect_nodes", **edges[-1]},
    )
    await scene.runs("waiting", "orders", wait=0)
    await scene.runs("approved", "orders", wait=0)
    for key in ("waiting", "approved"):
        await _waits(scene, scene.executions[key])
    path = f"/api/executions/{scene.executions['approved']}"
    await scene.asks(
        "POST", f"{path}/resume", {"node_id": "ask", "action": "continue", "data": {"approved": True}}
    )


async def _waits(scene: Scene, execution_id: str) -> None:
    """Reading its tape live: it tells when it waits."""
    async with scene.api.stream(
        "GET", f"/api/executions/{execution_id}/events", headers={"Accept": "text/event-stream"}, timeout=120
    ) as events:
        async for line in events.aiter_lines():
            if line == "event: execution.waiting":
                return
    raise AssertionError("it ended without waiting")
