"""A step that is granted one host goes round the proxy: straight to addresses and names, over raw and packet
sockets, to a network that it makes itself, and to what listens inside the container.

Its container has no network but its own loopback, whatever is granted: only the runner's stream leads out.
"""

from sandbox.model import Outcome
from tests.sandbox.attacks.arena import Arena

TRY_EVERYTHING = """
import ctypes, os, socket, struct

def attempt(what, act):
    try:
        act()
        reached.append(what)
    except OSError as error:
        failures.add(type(error).__name__)

def connect(host, port=443):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.settimeout(5)
        server.connect((host, port))

def send(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as server:
        server.sendto(b"x", (host, 53))

reached, failures = [], set()
for host in ["8.8.8.8", "172.17.0.1", "172.17.0.2", "169.254.169.254", "10.0.0.1", "192.0.2.2", "224.0.0.1",
             "255.255.255.255", "2606:4700::1111", "fd00:ec2::254", "fe80::1", "::ffff:8.8.8.8"]:
    attempt(host, lambda: connect(host))
    attempt(f"{host} by UDP", lambda: send(host))
for name in ["api.example.com", "localhost.", "host.docker.internal", "gateway.docker.internal"]:
    attempt(name, lambda: [connect(found[4][0]) for found in socket.getaddrinfo(name, 443)])
attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP))
attempt("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
attempt("bluetooth", lambda: socket.socket(socket.AF_BLUETOOTH, socket.SOCK_RAW, 1))
attempt("vsock", lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).connect((2, 1024)))
attempt("tun", lambda: os.open("/dev/net/tun", os.O_RDWR))
attempt("docker", lambda: socket.socket(socket.AF_UNIX).connect("/var/run/docker.sock"))

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET):
    if libc.unshare(flags) == 0:
        reached.append(f"unshare {flags:x}")
for number in range(1, 3):
    for kind in ("net", "user"):
        attempt(f"namespace of {number}", lambda: os.open(f"/proc/{number}/ns/{kind}", os.O_RDONLY))

with open("/proc/net/dev") as file:
    interfaces = [line.split(":")[0].strip() for line in file.readlines()[2:]]
with open("/proc/net/route") as file:
    routes = file.readlines()[1:]
return {"reached": reached, "interfaces": interfaces, "routes": routes}
"""


async def test_there_is_no_way_but_the_proxy(arena: Arena) -> None:
    found = await arena.found("python", TRY_EVERYTHING, network=["api.example.com:443"])
    assert found == {"reached": [], "interfaces": ["lo"], "routes": []}


async def test_only_the_proxy_listens(arena: Arena) -> None:
    """On loopback, and on no other address of the container."""
    code = """
import os
from urllib.parse import urlsplit
proxy = urlsplit(os.environ["https_proxy"])
listening = []
for path in ("/proc/net/tcp", "/proc/net/tcp6"):
    with open(path) as file:
        rows = [line.split() for line in file.readlines()[1:]]
    listening += [row[1] for row in rows if row[3] == "0A"]
return {"listening": listening, "expected": [f"0100007F:{proxy.port:04X}"]}
"""
    found = await arena.found("python", code, network=["api.example.com:443"])
    assert found["listening"] == found["expected"]


async def test_a_flood_of_connections_harms_only_the_step(arena: Arena) -> None:
    """Idle ones, half requests and refused ones, more than the runner has descriptors."""
    code = """
import os, resource, socket
from urllib.parse import urlsplit
proxy = urlsplit(os.environ["https_proxy"])

SAYING = [b"GET ht", b"CONNECT a.example:1 HTTP/1.1\\r\\n\\r\\n", b"X" * 1000]

def fill():
    made = []
    try:
        while True:
            made.append(socket.socket())
            made[-1].setblocking(False)
            made[-1].connect_ex((proxy.hostname, proxy.port))
            try:
                made[-1].send(SAYING[len(made) % 3])
            except OSError:
                continue
    except OSError:
        return made

flooded = 0
for round in range(20):
    made = fill()
    flooded += len(made)
    for each in made:
        each.close()
return {"flooded": flooded > 2000}
"""
    found = await arena.found("python", code, network=["api.example.com:443"])
    assert found == {"flooded": True}


async def test_a_daemon_cannot_go_on_using_the_way_of_its_step(arena: Arena) -> None:
    """It would be there for the next step, whose grants it may not have."""
    code = """
python3 - <<'END' &
import os, socket, time
from urllib.parse import urlsplit
os.setsid()
proxy = urlsplit(os.environ["https_proxy"])
while True:
    with socket.create_connection((proxy.hostname, proxy.port)) as server:
        server.sendall(b"CONNECT api.example.com:443 HTTP/1.1\\r\\n\\r\\n")
        server.recv(1000)
    open("/tmp/used", "w").close()
END
until [ -e /tmp/used ]; do sleep 0.01; done
echo '{"left": true}'
"""
    result = await arena.attack("bash", code, network=["other.example.com:443"])
    assert result.outcome is Outcome.COMPLETED, result
    code = "return {'proxy': [name for name in __import__('os').environ if 'proxy' in name.lower()]}"
    assert await arena.found("python", code) == {"proxy": []}
