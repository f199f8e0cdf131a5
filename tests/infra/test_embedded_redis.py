"""The embedded Redis."""

from pathlib import Path

import pytest
import redis

from infra.embedded.redis import Redis
from tests.fixtures.folders import short_folder


@pytest.mark.parametrize("on_path", [True, False], ids=["whatever the machine has", "from the wheel"])
def test_it_answers_on_its_socket_only(on_path: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not on_path:
        monkeypatch.setattr("shutil.which", lambda name: None)
    with short_folder() as folder:
        server = Redis(folder)
        try:
            with redis.Redis.from_url(server.start()) as client:
                assert client.config_get("port") == {"port": "0"}
        finally:
            server.stop()


def test_it_starts_over_what_a_killed_one_left() -> None:
    with short_folder() as folder:
        first, second = Redis(folder), Redis(folder)
        first.start()
        assert first.process
        first.process.kill()
        first.process.wait()
        assert (folder / "redis/run/redis.sock").exists()
        try:
            with redis.Redis.from_url(second.start()) as client:
                assert client.ping()
        finally:
            second.stop()


def test_its_socket_is_closed_to_others() -> None:
    with short_folder() as folder:
        server = Redis(folder)
        server.start()
        server.stop()
        assert (Path(folder) / "redis/run").stat().st_mode & 0o777 == 0o700
