"""Files into code and out of it: real code in the real sandbox, over the real store."""

import dataclasses
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from psycopg_pool import AsyncConnectionPool

from domain.files import NewFile, StoredFile
from domain.ids import new_id
from domain.json_text import dumps
from infra.store.files import PostgresFiles
from infra.store.pool import make_pool
from sandbox.docker_sandbox import DockerSandbox, ImageOf
from sandbox.leftovers import labels_of
from sandbox.pool.settings import PoolSettings
from sandbox.runner.frames import ITEMS, frame
from tests.conftest import Database
from tests.workers.nodes.running import Run
from workers.engine.run_files import RunFiles
from workers.nodes.code import Code
from workers.nodes.code_files import GivenFiles
from workers.ports import Item, NodeError

EXECUTION = new_id()


@pytest.fixture(scope="module")
async def sandbox(images: ImageOf) -> AsyncIterator[DockerSandbox]:
    labels = labels_of(f"test-{uuid4()}", "worker")
    box = DockerSandbox(images, labels=labels, settings=PoolSettings(spares=0))
    yield box
    await box.close()


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[AsyncConnectionPool]:
    async with make_pool(database.url) as pool:
        yield pool


class Desk:
    """Runs code over items of one project, and knows what its store holds."""

    def __init__(self, sandbox: DockerSandbox, pool: AsyncConnectionPool) -> None:
        self.project = new_id()
        self.sandbox = sandbox
        self.store = PostgresFiles(pool)

    async def file(self, content: bytes, name: str = "a.txt", project: UUID | None = None) -> dict[str, Any]:
        """An entry of ``binary``."""

        async def parts() -> AsyncIterator[bytes]:
            yield content

        new = NewFile(file_id=new_id(), project_id=project or self.project, name=name, mime="text/plain")
        return (await self.store.save(new, parts())).reference()

    async def run(
        self, code: str, items: Sequence[Item] = (), language: str = "python", **parameters: Any
    ) -> list[Item]:
        run = self.prepared(code, items, language, **parameters)
        await run.outputs()
        return [item for chunk in run.chunks_out for item in chunk.items]

    def prepared(
        self, code: str, items: Sequence[Item] = (), language: str = "python", **parameters: Any
    ) -> "CodeRun":
        run = CodeRun("code", {"language": language, "code": code, **parameters}, [])
        run.items = list(items)
        run.sandbox = self.sandbox
        run.files = RunFiles(self.store, self.project, EXECUTION, "node:0")
        return run

    async def refused(self, code: str, items: Sequence[Item] = (), **parameters: Any) -> NodeError:
        with pytest.raises(NodeError) as failure:
            await self.run(code, items, **parameters)
        return failure.value

    async def content(self, entry: Mapping[str, Any]) -> bytes:
        stored = await self.stored(entry)
        return b"".join([piece async for piece in self.store.read(self.project, stored)])

    async def stored(self, entry: Mapping[str, Any]) -> StoredFile:
        (found,) = await self.store.find(self.project, [UUID(entry["file_id"])])
        return found


class CodeRun(Run):
    async def log(self, stream: Literal["stdout", "stderr", "system"], line: str) -> None:
        """Nobody reads it."""


@pytest.fixture
def desk(sandbox: DockerSandbox, pool: AsyncConnectionPool) -> Desk:
    return Desk(sandbox, pool)


READ = {
    "python": "return [{'text': open(f['path']).read(), 'path': f['path']} "
    "for i in items for f in i['binary'].values()]",
    "javascript": "const fs = require('fs')\nreturn items.flatMap(i => Object.values(i.binary)"
    ".map(f => ({ text: fs.readFileSync(f.path, 'utf8'), path: f.path })))",
    "bash": "for f in /data/in/*; do jq -Rsc --arg path $f '{text: ., path: $path}' < $f; done",
}


@pytest.mark.parametrize("language", READ)
async def test_code_reads_the_files_of_its_items(desk: Desk, language: str) -> None:
    one, two = await desk.file(b"one", "b.txt"), await desk.file(b"two", "a.txt")
    items: list[Item] = [{"json": {}, "binary": {"x": one}}, {"json": {}, "binary": {"y": two, "x": one}}]
    found = {
        item["json"]["path"]: item["json"]["text"] for item in await desk.run(READ[language], items, language)
    }
    assert found == {"/data/in/b.txt": "one", "/data/in/a.txt": "two"}


async def test_files_of_one_name_are_told_apart(desk: Desk) -> None:
    names = ["a.csv", "a.csv", "../a.csv", "a", "a", ".x", ".x", "a-2.csv", "..", "é" * 250 + ".csv"]
    items: list[Item] = [
        {"json": {}, "binary": {"f": await desk.file(b"%d" % n, x)}} for n, x in enumerate(names)
    ]
    found = await desk.run(READ["python"], items)
    assert [item["json"]["text"] for item in found] == [str(n) for n in range(len(names))]
    assert [item["json"]["path"].removeprefix("/data/in/") for item in found] == [
        *("a.csv", "a-2.csv", "a-3.csv", "a", "a-2", ".x", ".x-2", "a-2-2.csv", "file", "é" * 98 + ".csv")
    ]


async def test_what_came_in_cant_be_changed(desk: Desk) -> None:
    entry = await desk.file(b"one")
    code = "try:\n    open('/data/in/a.txt', 'w')\nexcept OSError:\n    return items"
    (item,) = await desk.run(code, [{"json": {}, "binary": {"f": entry}}])
    assert item == {"json": {}, "binary": {"f": entry}}
    assert await desk.content(entry) == b"one"


LEAVE = {
    "python": "open('/data/out/r.csv', 'w').write('a,b')\n"
    "return {'json': {'n': 1}, 'binary': {'report': {'path': 'r.csv', 'name': 'Report.csv'}}}",
    "javascript": "require('fs').writeFileSync('/data/out/r.csv', 'a,b')\n"
    "return { json: { n: 1 }, binary: { report: { path: '/data/out/r.csv', name: 'Report.csv' } } }",
    "bash": "printf a,b > /data/out/r.csv\n"
    """echo '{"json": {"n": 1}, "binary": {"report": {"path": "./r.csv", "name": "Report.csv"}}}'""",
}


@pytest.mark.parametrize("language", LEAVE)
async def test_an_item_names_a_file_that_the_code_left(desk: Desk, language: str) -> None:
    (item,) = await desk.run(LEAVE[language], [{"json": {}}], language)
    entry = item["binary"]["report"]
    stored = await desk.stored(entry)
    assert item == {"json": {"n": 1}, "binary": {"report": stored.reference()}}
    assert (stored.name, stored.mime, stored.size, stored.execution_id) == (
        "Report.csv",
        "text/csv",
        3,
        EXECUTION,
    )
    assert await desk.content(entry) == b"a,b"


async def test_what_no_item_names_hangs_on_the_first_one(desk: Desk) -> None:
    entry = await desk.file(b"there before", "a.txt")
    code = """
import os
os.mkdir('/data/out/d')
for name in ('a.txt', 'd/b.html', 'named'):
    open(f'/data/out/{name}', 'w').write(name)
items[1]['binary'] = {'x': {'path': 'named', 'mime': 'image/png'}}
return items
"""
    first, second, third = await desk.run(
        code, [{"json": {"n": 0}, "binary": {"a.txt": entry}}, {"json": {"n": 1}}, {"json": {"n": 2}}]
    )
    assert [(key, e["name"], e["mime"]) for key, e in first["binary"].items()] == [
        ("a.txt", "a.txt", "text/plain"),
        ("a-2.txt", "a.txt", "text/plain"),
        ("d/b.html", "b.html", "text/html"),
    ]
    assert await desk.content(first["binary"]["a-2.txt"]) == b"a.txt"
    assert second["binary"]["x"]["mime"] == "image/png"
    assert third == {"json": {"n": 2}}


@pytest.mark.parametrize(("language", "rest"), [("python", "return []"), ("bash", "echo done")])
async def test_where_there_is_no_item_one_is_made_for_the_files(desk: Desk, language: str, rest: str) -> None:
    write = "open('/data/out/a', 'w').write('x')" if language == "python" else "printf x > /data/out/a"
    (item,) = await desk.run(f"{write}\n{rest}", language=language)
    assert item["json"] == {}
    assert await desk.content(item["binary"]["a"]) == b"x"


async def test_one_by_one_each_item_names_its_own(desk: Desk) -> None:
    code = "name = f\"{item['json']['n']}.txt\"\nopen(f'/data/out/{name}', 'w').write(name)\n"
    code += "return {'json': {}, 'binary': {'f': {'path': name}}}"
    found = await desk.run(code, [{"json": {"n": n}} for n in range(3)], mode="each")
    assert [await desk.content(item["binary"]["f"]) for item in found] == [b"0.txt", b"1.txt", b"2.txt"]


async def test_a_run_that_is_repeated_stores_its_files_once(desk: Desk) -> None:
    code = "open('/data/out/a', 'w').write('same')\nopen('/data/out/b', 'w').write('same')\nreturn {}"
    once, again = await desk.run(code), await desk.run(code)
    assert once == again
    assert len(await desk.store.list(desk.project, limit=10)) == 2
    other = await desk.run(code.replace("'same')\nopen", "'other')\nopen"))
    assert other[0]["binary"]["a"] != once[0]["binary"]["a"]
    assert await desk.content(once[0]["binary"]["a"]) == b"same"


async def test_large_files_pass(desk: Desk) -> None:
    code = "head -c 20000000 /dev/zero | tr '\\0' x > /data/out/big"
    (left,) = await desk.run(code, language="bash")
    assert left["binary"]["big"]["size"] == 20_000_000
    (counted,) = await desk.run("wc -c < /data/in/big | jq -c '{bytes: .}'", [left], "bash")
    assert counted["json"] == {"bytes": 20_000_000}


async def test_a_file_of_another_project_does_not_open(desk: Desk) -> None:
    secret = await desk.file(b"secret", project=new_id())
    items: list[Item] = [{"json": {}}, {"json": {}, "binary": {"f": secret}}]
    refused = await desk.refused("return [{'text': open('/data/in/a.txt').read()}]", items)
    assert (refused.code, refused.message) == (
        "unknown_file",
        f"item 1: binary['f']: there is no file {secret['file_id']}; it may have been deleted",
    )
    forged = f"return {{'json': {{}}, 'binary': {{'f': {secret!r}}}}}"
    assert (await desk.refused(forged)).code == "unknown_file"


@pytest.mark.parametrize("key", [b"binary", b"b\\u0069nary", b"binar\\u0079"])
async def test_a_result_that_the_code_forges_is_looked_through_as_well(desk: Desk, key: bytes) -> None:
    """It knows where its result goes to, and writes there what no encoder of ours would."""
    secret = await desk.file(b"secret", project=new_id())
    text = b' [ {"json": {}, "%b": {"f": %b}} ] ' % (key, dumps(secret))
    forge = f"import os\nos.write(4, {frame(ITEMS, text)!r})\nreturn []"
    assert (await desk.refused(forge)).code == "unknown_file"


async def test_what_stands_around_a_forged_result_is_not_kept(desk: Desk) -> None:
    written = frame(ITEMS, b' [ {"json": {}} ] ')
    forge = f"import os\nos.write(4, {written!r})\nreturn []"
    chunks = [chunk async for chunk in Code().run(desk.prepared(forge))]
    assert [(chunk.text, chunk.count) for chunk in chunks] == [(b'[ {"json": {}} ]', 1)]


async def test_a_file_of_the_project_may_be_named_by_its_id(desk: Desk) -> None:
    entry = await desk.file(b"mine")
    forged = {**entry, "name": "other", "size": 99, "extra": 1}
    (item,) = await desk.run(f"return {{'json': {{}}, 'binary': {{'f': {forged!r}}}}}")
    assert item == {"json": {}, "binary": {"f": entry}}


@pytest.mark.parametrize(
    ("binary", "said"),
    [
        ("{'f': {'path': '/etc/passwd'}}", "path is '/etc/passwd'"),
        ("{'f': {'path': '../../etc/passwd'}}", "path is '../../etc/passwd'"),
        ("{'f': {'path': '/data/out/../in/a'}}", "path is"),
        ("{'f': {'path': 'b'}}", "there is a; an entry is"),
        ("{'f': {'path': 1}}", "path is no text"),
        ("{'f': {'url': 'http://169.254.169.254'}}", "it has no file_id"),
        ("{'f': {'file_id': 1}}", "it has no file_id"),
        ("{'f': 'a'}", "item 1: binary['f']: it is no object"),
        ("[1]", "item 1: binary: it is no object"),
        ("5", "item 1: binary: it is no object"),
        ("True", "item 1: binary: it is no object"),
    ],
)
async def test_what_names_no_file_is_refused_and_said(desk: Desk, binary: str, said: str) -> None:
    code = f"open('/data/out/a', 'w')\nreturn [{{'json': {{}}}}, {{'json': {{}}, 'binary': {binary}}}]"
    refused = await desk.refused(code)
    assert refused.code == "invalid_files"
    assert said in refused.message
    assert await desk.store.list(desk.project, limit=1) == []


async def test_an_id_that_is_none_is_unknown(desk: Desk) -> None:
    items: list[Item] = [{"json": {}, "binary": {"f": {"file_id": "../../etc/passwd"}}}]
    assert (await desk.refused("return items", items)).code == "unknown_file"


async def test_too_much_is_refused_before_anything_runs(desk: Desk) -> None:
    entry = await desk.file(b"x")
    (stored,) = await desk.store.find(desk.project, [UUID(entry["file_id"])])
    large = dataclasses.replace(stored, size=60 * 1024 * 1024)

    class Large(RunFiles):
        async def find(self, file_ids: Any) -> dict[str, StoredFile]:
            return dict.fromkeys(file_ids, large)

    run = CodeRun("code", {"language": "python", "code": "return items"}, [])
    run.items = [{"json": {}, "binary": {"f": entry}}]
    run.sandbox, run.files = desk.sandbox, Large(desk.store, desk.project, EXECUTION, "node:0")
    with pytest.raises(NodeError, match="more than the limit of 50 MB") as failure:
        await run.outputs()
    assert failure.value.code == "files_limit"
    run.items = [{"json": {}, "binary": {"f": {"file_id": str(n)}}} for n in range(1001)]
    with pytest.raises(NodeError, match="1001 files; give the code at most 1000"):
        await GivenFiles.of(run)
