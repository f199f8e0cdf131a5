"""Whoever can write to Redis can wake workers, and nothing else."""

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
import redis

from infra.queue import QUEUE
from tests.acceptance.workflows import chain, create, ended, run, start
from tests.conftest import Stack


class Payload:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self._path}",)


def test_a_pickle_in_the_queue_is_not_unpickled(stack: Stack, tmp_path: Path) -> None:
    written = tmp_path / "written"
    pickle.loads(pickle.dumps(Payload(written)))
    assert written.exists()  # it would, if somebody did
    written.unlink()
    _queue(stack, pickle.dumps(Payload(written)), pickle.dumps({"f": "wake", "a": (Payload(written),)}))
    assert run(stack.client(), chain())["status"] == "completed"
    assert not written.exists()
    assert stack.is_running("worker")


GARBAGE = [
    b"",
    b"\xff\xfe\x00garbage",
    b"[]",
    b"null",
    b"{}",
    b'{"f": "wake"}',
    b'{"t": 1, "f": "no_such_job", "a": [], "k": {}, "et": 1}',
    b'{"t": "x", "f": {"a": 1}, "a": 7, "k": [], "et": "y"}',
    b'{"t": 1, "f": "wake", "a": ["not an id", 5, 6, 7], "k": {"execution_id": 1}, "et": 1}',
    b'{"t": 1, "f": "wake", "a": ["00000000-0000-0000-0000-000000000000", "x"], "k": {}, "et": 1}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("job", GARBAGE, ids=lambda job: repr(job[:24]))
def test_garbage_in_the_queue_harms_nobody(stack: Stack, job: bytes) -> None:
    pid = stack.pid("worker")
    _queue(stack, job)
    assert run(stack.client(), chain())["status"] == "completed"
    assert (stack.pid("worker"), stack.is_running("worker")) == (pid, True)


def test_a_queue_key_of_another_type_delays_and_loses_nothing(stack: Stack) -> None:
    client = stack.client()
    workflow = create(client, chain())
    with redis.Redis.from_url(stack.redis_url) as server:
        server.delete(QUEUE)
        server.set(QUEUE, "not a sorted set")
        execution_id = start(client, workflow)
        assert ended(client, execution_id)["status"] == "completed"
        server.delete(QUEUE)
    assert ended(client, start(client, workflow))["status"] == "completed"
    assert stack.is_running("worker")
    assert stack.is_running("scheduler")


def _queue(stack: Stack, *jobs: bytes) -> None:
    with redis.Redis.from_url(stack.redis_url) as server:
        for number, job in enumerate(jobs):
            server.set(f"arq:job:hostile-{number}", job)
            server.zadd(QUEUE, {f"hostile-{number}": 1})
        server.set("arq:job:hostile-gone", b"x", px=1)
        server.zadd(QUEUE, {"hostile-gone": 1, b"\xff\xfe": 2})
