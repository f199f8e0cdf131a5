"""Files given to a step, and files that it leaves."""

import struct

import pytest

from sandbox.files import BadFile, Collected, TooManyBytes, check_input
from sandbox.model import InputFile, Limits, Outcome, Result
from tests.sandbox.running import Bench, input_file, items_of

BAD_NAMES = [
    "", ".", "..", "/etc/passwd", "a/../b", "../a", "a//b", "a/", "a\0b", "a\nb", "a\\b", "\ud800", "x" * 256,
    "/".join("d" * 40), "é" * 600,
]  # fmt: skip


async def test_input_files_are_seen_and_output_files_come_back(bench: Bench) -> None:
    files = [input_file("a.txt", b"one"), input_file("folder/b.bin", bytes(range(256)) * 4000)]
    code = "cd /data/in; mkdir -p /data/out/d; cp folder/b.bin /data/out/d/c; cat a.txt > /data/out/a"
    result = await bench.run("bash", code, files=files)
    assert result.outcome is Outcome.COMPLETED, result.message
    assert _contents(result) == {"a": b"one", "d/c": bytes(range(256)) * 4000}


async def test_an_empty_file_is_a_file(bench: Bench) -> None:
    code = "wc -c < /data/in/empty | jq '{bytes: .}' -c; : > /data/out/empty"
    result = await bench.run("bash", code, files=[input_file("empty", b"")])
    assert [item["json"] for item in items_of(result)] == [{"bytes": 0}]
    assert _contents(result) == {"empty": b""}


async def test_files_do_not_outlive_their_step(bench: Bench) -> None:
    files = [input_file("a", b"secret")]
    left = await bench.run("bash", "echo x > /data/out/left", files=files, project="outlive")
    assert _contents(left) == {"left": b"x\n"}
    found = await bench.jsons("bash", "find /data -type f | jq -Rc '{path: .}'", project="outlive")
    assert found == []


async def test_more_than_the_limit_going_in_is_refused(bench: Bench) -> None:
    limits = Limits(files=1000)
    message = await bench.fails(
        Outcome.FILES_LIMIT, "bash", "true", files=[input_file("a", b"x" * 1001)], limits=limits
    )
    assert message == "The input files have more than the limit of 1000 bytes (limits.files)."
    longer = input_file("a", b"x" * 5000, piece=600)
    said_less = InputFile(name="a", size=10, read=longer.read)
    await bench.fails(Outcome.FILES_LIMIT, "bash", "true", files=[said_less], limits=limits)


async def test_more_than_the_limit_coming_out_is_refused(bench: Bench) -> None:
    code = "head -c 3000000 /dev/zero > /data/out/a"
    message = await bench.fails(Outcome.FILES_LIMIT, "bash", code, limits=Limits(files=1_000_000))
    assert "limits.files" in message


@pytest.mark.parametrize("name", BAD_NAMES)
async def test_an_input_file_needs_a_plain_name(bench: Bench, name: str) -> None:
    message = await bench.fails(Outcome.REFUSED, "bash", "true", files=[input_file(name, b"")])
    assert "can't be given to the code" in message


def test_two_files_cannot_have_one_name() -> None:
    for names in (("a", "a"), ("a", "a/b")):
        with pytest.raises(BadFile, match="There are two input files"):
            check_input([input_file(name, b"") for name in names], 100)


def _frame(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">H", len(name)) + name + data


@pytest.mark.parametrize("name", [name.encode(errors="surrogatepass") for name in BAD_NAMES])
def test_a_name_that_comes_out_of_a_container_is_not_believed(name: bytes) -> None:
    with pytest.raises(BadFile):
        Collected(100).take(_frame(name))


def test_what_comes_out_of_a_container_is_counted() -> None:
    collected = Collected(10)
    collected.take(_frame(b"a", b"12345"))
    collected.take(_frame(b"a", b"12345"))
    with pytest.raises(TooManyBytes):
        collected.take(_frame(b"b", b"1"))
    collected.close()
    with pytest.raises(BadFile):
        Collected(10).take(b"\0")
    many = Collected(10)
    for number in range(1000):
        many.take(_frame(str(number).encode()))
    with pytest.raises(BadFile, match="more than 1000 files"):
        many.take(_frame(b"one more"))
    many.close()


def _contents(result: Result) -> dict[str, bytes]:
    found = {}
    for file in result.files:
        found[file.name] = file.content.read()
        assert len(found[file.name]) == file.size
        file.content.close()
    return found
