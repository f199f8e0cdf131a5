"""Many items pass through, and the memory they take is bounded."""

import json
import threading

import pytest

from tests.sandbox.javascript.talking import Installed

MEGABYTE = 1024 * 1024
ITEM = {"json": {"id": 123456, "name": "Alice Exämple", "tags": ["a", "b"], "note": "x" * 120}}
COPIES = 1000


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("all", "return items"),
        ("each", "return item"),
        ("all", "return items.map(({ json }) => ({ ...json }))"),
    ],
)
def test_fifty_megabytes_pass_in_256(installed: Installed, mode: str, code: str) -> None:
    chunk = json.dumps([ITEM] * COPIES, ensure_ascii=False).encode()
    count = 50 * MEGABYTE // len(chunk)
    with installed.process() as process:

        def feed() -> None:
            process.send("C", json.dumps({"code": code, "mode": mode, "variables": {}}).encode())
            for _ in range(count):
                process.send("I", chunk)
            process.send("E")

        feeding = threading.Thread(target=feed)
        feeding.start()
        found = 0
        largest = 0
        while (frame := process.receive()).kind == "I":
            found += frame.payload.count(b'"Alice Ex\xc3\xa4mple"')
            largest = max(largest, len(frame.payload))
        feeding.join()
        assert (frame.kind, frame.json()["outcome"]) == ("O", "completed")
        assert found == count * COPIES
        assert largest < 2 * MEGABYTE
        assert process.memory() < 256 * MEGABYTE


def test_one_large_item_passes(installed: Installed) -> None:
    with installed.process() as process:
        (found,) = process.run("return { text: $json.text + 'ü' }", [{"text": "é" * 10 * MEGABYTE}]).jsons
        assert len(found["text"]) == 10 * MEGABYTE + 1


def test_everything_printed_is_out_before_the_outcome(installed: Installed) -> None:
    with installed.process() as process:
        run = process.run("for (let n = 0; n < 3; n++) console.log('x'.repeat(5e6) + n)\nreturn []")
        assert [(len(line), line[-1]) for line in run.printed.splitlines()] == [
            (5_000_001, str(n)) for n in range(3)
        ]


def test_more_than_the_heap_ends_the_process_with_a_word_on_memory(installed: Installed) -> None:
    with installed.process(heap=64 * MEGABYTE) as process:
        process.start("const all = []\nfor (;;) all.push(Array.from({ length: 1000 }, () => ({})))")
        said = process.ends()
        assert "JavaScript heap out of memory" in said
