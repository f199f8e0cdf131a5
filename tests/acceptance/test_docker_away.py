"""Code runs in containers or not at all: what people see when the engine isn't there, or goes away."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.acceptance.workflows import chain, code, create, ended, get, node, ran_once, run, start
from tests.conftest import NewStack, until
from tests.fixtures.folders import short_folder
from tests.fixtures.stack import KINDS
from tests.sandbox.proxy import Proxy


def test_without_an_engine_code_fails_and_says_so_and_all_else_runs(new_stack: NewStack) -> None:
    stack = new_stack(DOCKER_HOST="unix:///nowhere/docker.sock").start(*KINDS).wait_ready()
    client = stack.client()
    execution = run(client, chain(code("work", "return items")))
    assert (execution["status"], execution["error"]["code"]) == ("failed", "sandbox_unavailable")
    assert "Docker is not reachable at unix:///nowhere/docker.sock" in execution["error_message"]
    assert "flowtape doctor" in execution["error_message"]
    without_code = chain(node("set", "data.set", fields=[{"name": "a", "value": "{{ 1 + 1 }}"}]))
    assert run(client, without_code)["output_data"] == {"set": [{"a": 2}]}


def test_an_engine_that_goes_away_in_the_middle_ends_the_step_clearly(new_stack: NewStack) -> None:
    with short_folder() as folder, engine_behind(folder / "docker.sock") as engine:
        stack = new_stack(DOCKER_HOST=engine.url).start(*KINDS).wait_ready()
        client = stack.client()
        sleeps = chain(code("work", "import time\nprint('at work')\ntime.sleep(60)"))
        execution_id = start(client, create(client, sleeps))
        until(lambda: get(client, execution_id, "/logs")["items"])
        engine.cut()
        execution = ended(client, execution_id, 20)
        assert (execution["status"], execution["error"]["node_id"]) == ("failed", "work")
        assert execution["error"]["code"] in ("sandbox_unavailable", "internal_error")
        assert "Docker" in execution["error_message"]
        ran_once(client, execution_id)
        again = run(client, chain(code("work", "return items")))
        assert again["error"]["code"] == "sandbox_unavailable"


class Engine:
    """The machine's engine behind a socket that can be cut."""

    def __init__(self, loop: asyncio.AbstractEventLoop, proxy: Proxy) -> None:
        self._loop = loop
        self._proxy = proxy
        self.url = proxy.url

    def cut(self) -> None:
        self._loop.call_soon_threadsafe(self._proxy.cut)


@contextmanager
def engine_behind(path: Path) -> Iterator[Engine]:
    with asyncio.Runner() as runner:
        loop, proxy = runner.get_loop(), Proxy(path)
        runner.run(proxy.__aenter__())
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield Engine(loop, proxy)
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
