import os
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from domain.ids import derived_id, log_stream_of, new_id


def test_new_ids_are_of_version_seven_and_sort_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert {i.version for i in ids} == {7}
    assert {i.variant for i in ids} == {"specified in RFC 4122"}


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(2_000)], range(4)))
    assert len({i for ids in made for i in ids}) == 8_000
    assert all(ids == sorted(ids) for ids in made)


def test_a_fork_draws_other_ids_than_its_parent() -> None:
    new_id()
    readable, writable = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writable, new_id().bytes)
        os._exit(0)
    os.waitpid(pid, 0)
    theirs = UUID(bytes=os.read(readable, 16))
    assert theirs.bytes[8:] != new_id().bytes[8:], "the random part"


def test_derived_ids_are_the_same_for_the_same_parts_and_no_others() -> None:
    assert derived_id("a", 1) == derived_id("a", "1")
    assert len({derived_id("a", "b"), derived_id("ab"), derived_id("a", "b", ""), derived_id("b", "a")}) == 4
    assert derived_id("a").version == 5


def test_derived_ids_never_change() -> None:
    """They are stored: another value here would lose what was derived before."""
    assert str(derived_id("logs", "x")) == "d75f0382-3ef6-5af5-a60a-f7d44d6e77e3"


def test_log_lines_have_a_stream_of_their_own() -> None:
    execution = new_id()
    assert log_stream_of(execution) == derived_id("logs", execution) != execution
