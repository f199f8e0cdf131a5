"""Runs a step's Python code in its own process: frames in, frames out."""

import ast
import json
import linecache
import os
import sys
import traceback
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NoReturn, TextIO

from sandbox.runner.frames import CODE, END, ITEMS, OUTCOME, FrameReader, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.processes.oom import go_first
from sandbox.runner.processes.protection import set_dumpable
from sandbox.runner.python.results import NotItems, item_of_each, items_of_all
from sandbox.runner.verdict import Verdict

FILE = "<code>"
INPUT_FD, RESULT_FD = 3, 4
_CHUNK_ITEMS, _CHUNK_BYTES = 1000, 1024 * 1024
_LONGEST_MESSAGE = 16_000
_LONGEST_FRAME = 2**32 - 1


def rehearse() -> None:
    """What every step does, before there is one: memory that a fork shares is copied as it is first written
    to, and that takes longer than the rest."""
    _open_standard_streams()
    function = _compile({"code": "return items", "mode": "all", "variables": {}})
    list(_results(function, "all", iter([json.loads('[{"json": {}}]')])))
    encode(Verdict("completed", "", 0)._asdict())


def become_step(pipes: Sequence[int]) -> NoReturn:
    """In a rehearsed fork of the zygote. ``pipes``: input, stdout, stderr, result."""
    try:
        _place(pipes)
        set_dumpable(True)
        go_first()
        chunks = _frames()
        request = json.loads(next(chunks))
        os.environ.update(request.get("env", {}))
        verdict = _run(request, map(json.loads, chunks))
        _flush_standard_streams()
        _send(OUTCOME, encode(verdict._asdict()))
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(70)


def _place(pipes: Sequence[int]) -> None:
    """They have numbers above those that they get here; everything else is closed."""
    for fd, place in zip(pipes, (INPUT_FD, 1, 2, RESULT_FD), strict=True):
        os.dup2(fd, place, inheritable=place in (1, 2))
    os.closerange(RESULT_FD + 1, os.sysconf("SC_OPEN_MAX"))


def _run(request: dict[str, Any], chunks: Iterator[list[Any]]) -> Verdict:
    try:
        function = _compile(request)
        _send_items(_results(function, request["mode"], chunks))
    except NotItems as error:
        return Verdict("code_error", str(error))
    except SystemExit as error:
        return _exited(error)
    except MemoryError as error:
        return Verdict("memory_limit", _report(error))
    except BaseException as error:
        return Verdict("code_error", _report(error))
    return Verdict("completed", "", 0)


def _compile(request: dict[str, Any]) -> Callable[[Any], Any]:
    """The code as the body of a function; through its syntax tree, so that line numbers stay its own."""
    code = request["code"]
    linecache.cache[FILE] = (len(code), None, code.splitlines(keepends=True), FILE)
    tree = ast.parse(code, FILE)
    wrapper = ast.parse(f"def code({'items' if request['mode'] == 'all' else 'item'}): pass")
    if tree.body:
        wrapper.body[0].body = tree.body  # type: ignore[attr-defined]
    module = types.ModuleType("__main__")
    module.__dict__.update(request["variables"])
    sys.modules["__main__"] = module
    exec(compile(wrapper, FILE, "exec"), module.__dict__)
    function: Callable[[Any], Any] = module.__dict__["code"]
    return function


def _results(function: Callable[[Any], Any], mode: str, chunks: Iterator[list[Any]]) -> Iterator[bytes]:
    if mode == "all":
        yield from items_of_all(function([item for chunk in chunks for item in chunk]))
        return
    index = 0
    for chunk in chunks:
        for item in chunk:
            yield item_of_each(function(item), index)
            index += 1


def _frames() -> Iterator[bytes]:
    """The payloads: the code's first, then those of the items, until there are no more."""
    reader = FrameReader(_LONGEST_FRAME)
    while data := os.read(INPUT_FD, _CHUNK_BYTES):
        for kind, payload in reader.feed(data):
            if kind == END:
                return
            if kind in (CODE, ITEMS):
                yield payload


def _send_items(items: Iterable[bytes]) -> None:
    chunk: list[bytes] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item)
        if len(chunk) >= _CHUNK_ITEMS or size >= _CHUNK_BYTES:
            _send(ITEMS, b"[" + b",".join(chunk) + b"]")
            chunk, size = [], 0
    if chunk:
        _send(ITEMS, b"[" + b",".join(chunk) + b"]")


def _send(kind: bytes, payload: bytes) -> None:
    rest = memoryview(frame(kind, payload))
    while rest:
        rest = rest[os.write(RESULT_FD, rest) :]


def _exited(error: SystemExit) -> Verdict:
    code = error.code if isinstance(error.code, int) else int(error.code is not None)
    if code == 0:
        return Verdict("code_error", "The code called sys.exit() before it returned anything.", 0)
    said = "" if isinstance(error.code, int) else f" It said: {error.code}"
    return Verdict("non_zero_exit", f"The code exited with status {code}.{said}", code)


def _report(error: BaseException) -> str:
    """The traceback as its author should see it: from the frame of the code on."""
    try:
        found = traceback.TracebackException.from_exception(error)
        _drop_our_frames(found)
        summary = "".join(found.format_exception_only()).strip().splitlines()[-1]
        whole = "".join(found.format()) if found.stack else "".join(found.format_exception_only())
        text = f"{summary}{_line(error, found)}\n\n{whole.strip()}"
    except Exception:
        text = f"{type(error).__name__} (its message can't be shown)"
    return text.encode(errors="backslashreplace").decode()[:_LONGEST_MESSAGE]


def _drop_our_frames(found: traceback.TracebackException | None) -> None:
    if found is not None:
        ours = [entry.filename == FILE for entry in found.stack]
        found.stack[:] = found.stack[ours.index(True) :] if any(ours) else []
        _drop_our_frames(found.__cause__)
        _drop_our_frames(found.__context__)


def _line(error: BaseException, found: traceback.TracebackException) -> str:
    lines = [entry.lineno for entry in found.stack if entry.filename == FILE]
    if isinstance(error, SyntaxError) and error.filename == FILE:
        lines.append(error.lineno)
    return f" (line {lines[-1]})" if lines else ""


def _open_standard_streams() -> None:
    """Line by line, so that what is printed is seen at once; whatever text it is."""
    sys.stdout = _text_stream(1)
    sys.stderr = _text_stream(2)


def _text_stream(fd: int) -> TextIO:
    return open(fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def _flush_standard_streams() -> None:
    """What was printed goes out before the process ends; the streams may be the user's own by now."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except Exception:
            continue
