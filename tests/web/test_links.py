"""Signed links: whoever has one makes one node run go on, once, until then, and can do nothing else with it.

Attacks on links of this kind: any waiting run could be attached to by a number; a signature was checked
before the reference it signs was brought into one spelling; somebody else's step was approved by its id.
"""

import asyncio
import base64
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import jwt
import pytest

from domain.json_text import read_back
from infra.links import SignedLinks
from infra.secret_key import secret_key
from infra.settings import Settings
from tests.projections.stories import claimed, completed, paused, waiting
from tests.web.people import Person, problem
from tests.web.worker import append, ended
from tests.web.workflows import create
from web.api.services import Services

HTML = {"Accept": "text/html"}
NodeLink = Callable[..., str]


@pytest.fixture
async def execution(ann: Person) -> str:
    workflow = await create(ann, name="<b>Pay & go</b>")
    return str((await ann.post(f"/api/workflows/{workflow['id']}/execute"))["execution_id"])


@pytest.fixture
def links(settings: Settings) -> SignedLinks:
    """As a worker has them."""
    return SignedLinks(secret_key(settings), settings.base_url)


@pytest.fixture
def link(links: SignedLinks, execution: str) -> NodeLink:
    def path(action: str = "approve", until: datetime | None = None, node: str = "set", run: int = 0) -> str:
        return urlsplit(links.url(UUID(execution), node, run, action, until)).path

    return path


async def waits(services: Services, execution: str, kind: str = "approval", **changes: Any) -> None:
    await append(services, execution, claimed(), waiting("set", kind, **changes), paused("set", kind))


async def newest(services: Services, execution: str) -> tuple[Any, Any]:
    last = await services.context.store.last(UUID(execution))
    assert last
    return last.event, read_back(last.data)["data"] if last.data else None


def token_of(path: str) -> bytes:
    text = path.rpartition("/")[2]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def spelled(raw: bytes) -> str:
    return "/resume/" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


async def test_looking_decides_nothing_and_the_button_does(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    await waits(services, execution, message="Pay <script>alert(1)</script> 10 €?")
    path = link("approve", datetime.now(UTC) + timedelta(hours=1))
    page = await client.get(path, headers=HTML)
    assert page.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 10 €?" in page.text
    assert "&lt;b&gt;Pay &amp; go&lt;/b&gt;" in page.text
    assert "<script" not in page.text
    assert "http" not in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'" in policy
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
    assert (await client.head(path, headers=HTML)).status_code == 200
    event, _ = await newest(services, execution)
    assert type(event).__name__ == "ExecutionWaiting"
    done = await client.post(path, data={"comment": "well done"}, headers=HTML)
    assert (done.status_code, "approved" in done.text) == (200, True)
    event, data = await newest(services, execution)
    assert (event.node_id, event.action, event.by) == ("set", "approve", "link")
    assert data == {"approved": True, "comment": "well done"}


@pytest.mark.parametrize(("action", "other"), [("approve", "reject"), ("reject", "approve")])
async def test_a_link_is_good_once_and_so_is_its_counterpart(
    client: httpx.AsyncClient, services: Services, execution: str, *, link: NodeLink, action: str, other: str
) -> None:
    await waits(services, execution)
    answers = await asyncio.gather(*(client.post(link(action)) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [202, 410, 410, 410, 410]
    for path in (link(action), link(other)):
        problem(await client.post(path), 410, "link_used")
        assert (await client.get(path, headers=HTML)).status_code == 410
    await append(services, execution, completed("set", {"main": []}), ended())
    problem(await client.post(link(action)), 410, "link_used")


async def test_a_link_that_has_expired_is_gone(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    await waits(services, execution)
    late = link("approve", datetime.now(UTC) - timedelta(seconds=2))
    problem(await client.post(late), 410, "link_expired")
    assert (await client.get(late, headers=HTML)).status_code == 410


async def test_a_link_whose_node_has_a_time_limit_is_gone_with_that_even_before_a_worker_has_seen_it(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    await waits(services, execution, until=past.isoformat())
    problem(await client.post(link()), 410, "link_used")
    assert (await client.get(link(), headers=HTML)).status_code == 410
    event, _ = await newest(services, execution)
    assert type(event).__name__ == "ExecutionWaiting"


async def test_another_end_is_another_link(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    await waits(services, execution)
    raw = token_of(link("approve", datetime.now(UTC) - timedelta(hours=1)))
    endless = raw[:52] + b"\0" * 8 + raw[60:]
    problem(await client.post(spelled(endless)), 404, "not_found")


async def test_no_bit_of_a_link_can_be_changed(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    await waits(services, execution)
    raw = token_of(link())
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        answer = await client.post(spelled(bytes(changed)))
        assert answer.status_code == 404, f"bit {bit}"
    assert (await client.post(spelled(raw))).status_code == 202


async def test_another_spelling_of_a_link_is_no_link(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    """The last character carries unused bits, and paths can be percent-encoded."""
    await waits(services, execution)
    path = link(node="set")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same_bytes = [path[:-1] + each for each in alphabet if each != path[-1]]
    first = path.removeprefix("/resume/")[0]
    encoded = path.replace(f"/resume/{first}", f"/resume/%{ord(first):02x}", 1)
    others = [
        *same_bytes,
        encoded,
        path + "=",
        path + "==",
        path + "%00",
        path + "/",
        path + "%20",
        path + ".",
    ]
    for other in others:
        answer = await client.post(other)
        assert answer.status_code == 404, other
    assert (await client.post(path)).status_code == 202


async def test_a_link_moves_no_other_run_node_or_execution(
    client: httpx.AsyncClient, ann: Person, services: Services, *, execution: str, link: NodeLink
) -> None:
    other = await create(ann)
    second = (await ann.post(f"/api/workflows/{other['id']}/execute"))["execution_id"]
    await append(
        services,
        execution,
        claimed(),
        waiting("set", "approval"),
        waiting("set", "approval", run_index=1),
        waiting("start", "approval"),
    )
    await append(services, second, claimed(), waiting("set", "approval"))
    assert (await client.post(link())).status_code == 202
    event, _ = await newest(services, execution)
    assert (event.node_id, event.run_index) == ("set", 0)
    for node, run in (("set", 1), ("start", 0)):
        assert (await client.post(link(node=node, run=run))).status_code == 202
    untouched, _ = await newest(services, second)
    assert type(untouched).__name__ == "NodeWaiting"


async def test_no_other_token_of_ours_is_a_link(
    client: httpx.AsyncClient, ann: Person, services: Services, settings: Settings, execution: str
) -> None:
    await waits(services, execution)
    key = secret_key(settings)
    said = token_of(SignedLinks("x" * 40, "").url(UUID(execution), "set", 0, "approve", None))[32:]
    own_signature = hmac.digest(key.encode(), said, "sha256")
    claims = {"execution_id": execution, "node_id": "set", "aud": "flowtape-api"}
    for path in (
        f"/resume/{ann.token}",
        f"/resume/{jwt.encode(claims, key, algorithm='HS256')}",
        f"/resume/{execution}",
        spelled(own_signature + said),
        spelled(b"\0" * 32 + said),
    ):
        problem(await client.post(path), 404, "not_found")


async def test_a_link_signs_nobody_in(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    await waits(services, execution)
    token = link().rpartition("/")[2]
    headers = {"Authorization": f"Bearer {token}"}
    problem(await client.get(f"/api/executions/{execution}", headers=headers), 401, "unauthorised")
    problem(await client.post(f"/api/executions/{execution}/resume", headers=headers), 401, "unauthorised")


async def test_nobody_decides_for_another_project(
    ann: Person, bob: Person, services: Services, execution: str
) -> None:
    await waits(services, execution)
    decision = {"node_id": "set", "action": "approve"}
    answer = await bob.call("POST", f"/api/executions/{execution}/resume", decision)
    problem(answer, 404, "not_found")
    answer = await bob.call("POST", f"/api/executions/{uuid4()}/resume", decision)
    problem(answer, 404, "not_found")
    assert (await ann.call("POST", f"/api/executions/{execution}/resume", decision)).status_code == 202


async def test_a_link_of_an_execution_that_is_not_there(
    client: httpx.AsyncClient, links: SignedLinks
) -> None:
    path = urlsplit(links.url(uuid4(), "set", 0, "approve", None)).path
    problem(await client.post(path), 404, "not_found")


async def test_a_question_that_has_not_come_up_yet(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink
) -> None:
    for answer in (await client.post(link()), await client.get(link())):
        problem(answer, 409, "not_waiting")
    await waits(services, execution)
    assert (await client.post(link())).status_code == 202


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_a_webhook_link_takes_any_method_and_body(
    client: httpx.AsyncClient, services: Services, execution: str, link: NodeLink, method: str
) -> None:
    await waits(services, execution, "webhook")
    body: dict[str, Any] = {} if method == "GET" else {"json": {"n": 2**70}}
    headers = {"Authorization": "Bearer secret", "X-Other": "seen"}
    answer = await client.request(method, link("webhook") + "?a=1", headers=headers, **body)
    assert (answer.status_code, answer.json()) == (202, {"execution_id": execution})
    assert answer.headers["content-security-policy"] == "sandbox"
    event, data = await newest(services, execution)
    assert (event.action, event.by) == ("webhook", "link")
    assert data["method"] == method
    assert data["query"] == {"a": "1"}
    assert data["body"] == (None if method == "GET" else {"n": 2**70})
    assert data["headers"]["x-other"] == "seen"
    assert "authorization" not in data["headers"]
    problem(await client.request(method, link("webhook")), 410, "link_used")


@pytest.mark.parametrize(
    ("kind", "action"), [("approval", "webhook"), ("webhook", "approve"), ("time", "webhook")]
)
async def test_a_link_for_something_else_does_not_fit(
    client: httpx.AsyncClient, services: Services, execution: str, *, link: NodeLink, kind: str, action: str
) -> None:
    await waits(services, execution, kind)
    problem(await client.post(link(action)), 409, "action_not_possible")


async def test_other_methods_are_refused(client: httpx.AsyncClient, link: NodeLink) -> None:
    refused = await client.put(link())
    problem(refused, 405, "method_not_allowed")
    assert refused.headers["allow"] == "GET, POST"


async def test_a_log_line_has_no_link_in_it(
    client: httpx.AsyncClient, link: NodeLink, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        await client.get(link())
        await client.get("/resume/nonsense")
    lines = [record.getMessage() for record in caplog.records if record.name == "flowtape.request"]
    assert [line.split()[:3] for line in lines] == [
        ["GET", "/resume/{token}", "409"],
        ["GET", "/resume/{token}", "404"],
    ]


def test_links_have_their_own_key() -> None:
    """Signed with another installation's key, a link is none."""
    one, other = SignedLinks("a" * 40, "http://x"), SignedLinks("b" * 40, "http://x")
    token = one.url(uuid4(), "n", 3, "reject", None).rpartition("/")[2]
    assert other.read(token) is None
    link = one.read(token)
    assert link
    assert (link.node_id, link.run_index, link.action, link.until) == ("n", 3, "reject", None)


@pytest.mark.parametrize(
    "links", [{"webhook": ["webhook"]}, {"approval": ["approve", "reject"]}, {"time": []}], ids=str
)
async def test_who_owns_an_execution_sees_the_links_of_what_waits_in_it(
    ann: Person, bob: Person, services: Services, execution: str, links: dict[str, list[str]]
) -> None:
    [(kind, actions)] = links.items()
    path = f"/api/executions/{execution}/links"
    assert (await ann.get(path))["items"] == []
    await waits(services, execution, kind)
    found = (await ann.get(path))["items"]
    assert [list(run["links"]) for run in found] == ([actions] if actions else [])
    problem(await bob.call("GET", path), 404, "not_found")
    for run in found:
        used = await ann.client.post(urlsplit(run["links"][actions[0]]).path)
        assert used.is_success, used.text
