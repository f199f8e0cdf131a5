"""What is checked before anything starts."""

import os
import re
import socket
from pathlib import Path

import pytest

from infra.embedded import Unavailable
from infra.supervisor import guards


def test_a_data_folder_has_one_holder_at_a_time(tmp_path: Path) -> None:
    held = guards.lock(tmp_path)
    with pytest.raises(Unavailable, match=rf"already runs on {tmp_path} \(process {os.getpid()}\)"):
        guards.lock(tmp_path)
    os.close(held)
    os.close(guards.lock(tmp_path))


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Unavailable, match=rf"127\.0\.0\.1:{port} .*in use.*FLOWTAPE_PORT"):
            guards.check_address("127.0.0.1", port)
    guards.check_address("127.0.0.1", port)


def test_an_unknown_host_is_named() -> None:
    with pytest.raises(Unavailable, match=re.escape("cannot listen on 203.0.113.1:80")):
        guards.check_address("203.0.113.1", 80)
