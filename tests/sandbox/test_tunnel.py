"""The way out of a container: real programs in it, real servers outside."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from docker import DockerClient

from sandbox.docker_sandbox import DockerSandbox, ImageOf
from sandbox.leftovers import labels_of
from sandbox.model import Connection, Language, Limits, Outcome
from sandbox.pool.settings import PoolSettings
from tests.sandbox.network.outside import Outside, outside
from tests.sandbox.running import Bench, Connections, Lines, items_of


@pytest.fixture(scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Outside]:
    async with outside(tmp_path_factory.mktemp("outside")) as world:
        yield world


@pytest.fixture(scope="session")
async def granted(docker_engine: DockerClient, images: ImageOf, world: Outside) -> AsyncIterator[Bench]:
    """A sandbox whose guard knows the world outside."""
    instance = f"test-{uuid4()}"
    labels = labels_of(instance, "worker")
    box = DockerSandbox(images, labels=labels, settings=PoolSettings(spares=0), guard=world.guard)
    yield Bench(box, docker_engine, instance, images)
    await box.close()


PROGRAMS: dict[str, tuple[Language, str]] = {
    "httpx": (
        "python",
        """
import httpx
with httpx.Client(verify=context()) as client:
    return [{"said": client.get(http).text}, {"said": client.get(https).text}]
""",
    ),
    "urllib": (
        "python",
        """
from urllib.request import urlopen
return [{"said": urlopen(http).read().decode()}, {"said": urlopen(https, context=context()).read().decode()}]
""",
    ),
    "fetch": (
        "javascript",
        """
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
const get = async (url) => ({ said: await (await fetch(url)).text() })
return [await get(http), await get(https)]
""",
    ),
    "curl": (
        "bash",
        """
echo "$CERTIFICATE" > certificate.pem
for url in $URLS; do
    curl -sS --cacert certificate.pem "$url" | jq -Rc '{said: .}'
done
""",
    ),
}
CONTEXT = """
import ssl
def context():
    return ssl.create_default_context(cadata=certificate)
"""


@pytest.mark.parametrize("program", PROGRAMS)
async def test_programs_find_the_way_by_themselves(granted: Bench, world: Outside, program: str) -> None:
    language, code = PROGRAMS[program]
    http, https = f"http://api.example:{world.http.port}/", f"https://api.example:{world.tls.port}/"
    connections = Connections()
    result = await granted.run(
        language,
        (CONTEXT if language == "python" else "") + code,
        on_connection=connections.take,
        network=world.all,
        variables={"http": http, "https": https, "certificate": world.certificate},
        env={"CERTIFICATE": world.certificate, "URLS": f"{http} {https}"},
    )
    assert result.outcome is Outcome.COMPLETED, result
    assert [item["json"] for item in items_of(result)] == [{"said": "hello"}, {"said": "hello"}]
    ports = {each.port: each for each in connections.all}
    assert {(each.host, each.address, each.refused) for each in connections.all} == {
        ("api.example", "127.0.0.1", None)
    }
    assert ports.keys() == {world.http.port, world.tls.port}
    assert all(each.sent > 0 and each.received > 0 for each in connections.all)


async def test_plain_tcp_goes_through_connect(granted: Bench, world: Outside) -> None:
    code = """
import os, socket
from urllib.parse import urlsplit
proxy = urlsplit(os.environ["HTTPS_PROXY"])
with socket.create_connection((proxy.hostname, proxy.port)) as server:
    server.sendall(f"CONNECT api.example:{port} HTTP/1.1\\r\\n\\r\\n".encode())
    said = server.recv(1000)
    server.sendall(b"x" * 1_000_000)
    server.shutdown(socket.SHUT_WR)
    heard = 0
    while data := server.recv(65536):
        heard += data.count(b"X")
return {"said": said.decode(), "heard": heard}
"""
    connections = Connections()
    result = await granted.run(
        "python",
        code,
        on_connection=connections.take,
        network=world.all,
        variables={"port": world.shouting},
    )
    assert result.outcome is Outcome.COMPLETED, result
    [item] = items_of(result)
    assert item["json"] == {"said": "HTTP/1.1 200 Connection established\r\n\r\n", "heard": 1_000_000}
    assert connections.all == [
        Connection(
            host="api.example",
            port=world.shouting,
            address="127.0.0.1",
            sent=1_000_000,
            received=1_000_000,
        )
    ]


async def test_a_refusal_says_why_in_the_programs_own_error(granted: Bench, world: Outside) -> None:
    code = """
import httpx
try:
    httpx.get("https://other.example/")
except httpx.ProxyError as error:
    return [{"said": str(error)}, {"said": httpx.get("http://other.example/").text}]
"""
    connections, place = Connections(), f"api.example:{world.http.port}"
    result = await granted.run("python", code, on_connection=connections.take, network=[place])
    assert [item["json"]["said"] for item in items_of(result)] == [
        f"403 other.example:443 is not in this step's network list: {place}",
        f"other.example:80 is not in this step's network list: {place}\n",
    ]
    assert [(each.host, each.port, each.address) for each in connections.all] == [
        ("other.example", 443, None),
        ("other.example", 80, None),
    ]
    assert all(each.refused and place in each.refused for each in connections.all)


async def test_an_unclear_grant_refuses_the_step(granted: Bench) -> None:
    message = await granted.fails(Outcome.REFUSED, "python", "return []", network=["api.example"])
    assert message.startswith("'api.example' can't be granted: the port is missing.")


async def test_connections_beyond_the_limit_are_refused(granted: Bench, world: Outside) -> None:
    code = """
import os, socket
from urllib.parse import urlsplit
proxy = urlsplit(os.environ["HTTPS_PROXY"])
sockets = [socket.create_connection((proxy.hostname, proxy.port)) for _ in range(4)]
said = []
for each in sockets:
    each.sendall(f"CONNECT api.example:{port} HTTP/1.1\\r\\n\\r\\n".encode())
    said.append({"said": each.recv(20)[:12].decode()})
return said
"""
    result = await granted.run(
        "python",
        code,
        network=world.all,
        variables={"port": world.shouting},
        limits=Limits(connections=3),
    )
    assert [item["json"]["said"] for item in items_of(result)] == ["HTTP/1.1 200"] * 3 + ["HTTP/1.1 403"]


async def test_traffic_beyond_the_limit_is_broken_off(granted: Bench, world: Outside) -> None:
    code = """
import httpx
try:
    httpx.post(url, content=b"x" * 3_000_000)
except httpx.TransportError as error:
    return {"said": httpx.get(url).text}
"""
    connections = Connections()
    result = await granted.run(
        "python",
        code,
        on_connection=connections.take,
        network=world.all,
        variables={"url": f"http://api.example:{world.http.port}/"},
        limits=Limits(traffic=1_000_000),
    )
    [item] = items_of(result)
    reason = "the step's connections moved more than their limit of 1,000,000 bytes (limits.traffic)"
    assert item["json"] == {"said": f"{reason}\n"}
    assert [each.refused for each in connections.all] == [f"broken off: {reason}", reason]
    assert connections.all[0].sent + connections.all[0].received <= 1_000_000


UNREAD = """
import os, socket
from urllib.parse import urlsplit
proxy = urlsplit(os.environ["HTTPS_PROXY"])
unread = [socket.create_connection((proxy.hostname, proxy.port)) for _ in range(8)]
for each in unread:
    each.sendall(f"CONNECT api.example:{pouring} HTTP/1.1\\r\\n\\r\\n".encode())
    each.recv(12)
"""


async def test_connections_that_nobody_reads_hold_nothing_else_back(granted: Bench, world: Outside) -> None:
    code = f"""
{UNREAD}
import httpx
with httpx.Client() as client:
    for number in range(50):
        print(client.get(url).text, number)
return [{{"item": item}} for item in items]
"""
    lines, connections = Lines(), Connections()
    given = [{"text": "x" * 10_000} for _ in range(500)]
    result = await granted.run(
        "python",
        code,
        given,
        lines,
        on_connection=connections.take,
        network=world.all,
        variables={"url": f"http://api.example:{world.http.port}/", "pouring": world.pouring},
    )
    assert result.outcome is Outcome.COMPLETED, result
    assert len(items_of(result)) == 500
    assert lines.of("stdout") == [f"hello {number}" for number in range(50)]
    unread = [each for each in connections.all if each.port == world.pouring]
    assert len(unread) == 8, "what is open when the step ends is reported before its result is there"
    assert all(0 < each.received < 16_000_000 for each in unread)


EACH: dict[Language, tuple[str, dict[str, Any]]] = {
    "python": (
        "from urllib.request import urlopen\nreturn {'said': urlopen(url).read().decode()}",
        {"mode": "each"},
    ),
    "javascript": ("return { said: await (await fetch(url)).text() }", {"mode": "each"}),
    "bash": ('while read -r item; do curl -sS "$URL" | jq -Rc "{said: .}"; done', {}),
}


@pytest.mark.parametrize("language", EACH)
async def test_items_that_wait_do_not_stand_in_the_way(
    granted: Bench, world: Outside, language: Language
) -> None:
    """Much more than the runner takes in at once is still to come when the first item asks for something."""
    code, options = EACH[language]
    url = f"http://api.example:{world.http.port}/"
    result = await granted.run(
        language,
        code,
        [{"text": "x" * 400_000} for _ in range(20)],
        network=world.all,
        variables={"url": url},
        env={"URL": url},
        limits=Limits(wall_time=30),
        **options,
    )
    assert result.outcome is Outcome.COMPLETED, result
    assert [item["json"]["said"] for item in items_of(result)] == ["hello"] * 20


async def test_the_next_step_has_a_way_of_its_own(granted: Bench, world: Outside) -> None:
    """Neither connections nor grants of the step before are left."""
    leave = f"{UNREAD}\nreturn {{'port': proxy.port}}"
    variables = {"pouring": world.pouring}
    [first] = await granted.jsons("python", leave, network=world.all, variables=variables)
    code = """
import httpx, socket
said = httpx.get(url).text
try:
    socket.create_connection(("127.0.0.1", port))
except ConnectionRefusedError:
    return {"said": said, "old way": "closed"}
"""
    url = f"http://api.example:{world.http.port}/"
    [second] = await granted.jsons(
        "python", code, network=["other.example:80"], variables={"url": url, "port": first["port"]}
    )
    assert second["old way"] == "closed"
    assert second["said"].startswith(
        f"api.example:{world.http.port} is not in this step's network list: other"
    )


async def test_a_step_without_grants_has_no_proxy_and_no_way_out(granted: Bench, world: Outside) -> None:
    code = """
import os, socket
tried = {}
for host in ["127.0.0.1", "api.example", "8.8.8.8", "172.17.0.1", "::1", "2606:4700::1111"]:
    try:
        socket.create_connection((host, port), timeout=5)
        tried[host] = "reached"
    except OSError as error:
        tried[host] = type(error).__name__
with open("/proc/net/dev") as file:
    tried["interfaces"] = [line.split(":")[0].strip() for line in file.readlines()[2:]]
tried["proxies"] = [name for name in os.environ if "proxy" in name.lower()]
return tried
"""
    await granted.jsons("python", "return []", network=world.all)
    [tried] = await granted.jsons("python", code, variables={"port": world.http.port})
    assert (tried.pop("interfaces"), tried.pop("proxies")) == (["lo"], [])
    assert "reached" not in tried.values()
    assert set(tried.values()) <= {"ConnectionRefusedError", "OSError", "gaierror"}
