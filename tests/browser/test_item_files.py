"""Files in the page: given to a run, shown with its items, saved and looked at, all of it real."""

import asyncio
import re
import struct
import zlib
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.conftest import Person, python
from tests.browser.test_editor import opens

ECHO = """import os
entry = items[0]["binary"]["data"]
text = open(entry["path"]).read()
os.makedirs("/data/out", exist_ok=True)
open("/data/out/page.html", "w").write("<script>document.title = 'taken over'</script>")
open("/data/out/drawing.svg", "w").write("<svg xmlns='http://www.w3.org/2000/svg'/>")
return [{"json": {"text": text}, "binary": items[0]["binary"]}]"""


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0\0\xff\0" * 2)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


async def test_a_file_given_to_a_run_comes_out_again_and_is_saved_or_looked_at(
    page: Page, person: Person
) -> None:
    workflow_id = await person.creates("With a file", python("echo", ECHO, "Echo"))
    await opens(page, workflow_id)
    await page.get_by_role("button", name="Input", exact=True).click()
    files = [
        {"name": "report.csv", "mimeType": "text/csv", "buffer": b"n\n41\n"},
        {"name": "picture.png", "mimeType": "image/png", "buffer": png()},
    ]
    await page.get_by_label("Files to attach").set_input_files(files)  # type: ignore[arg-type]
    attached = page.get_by_role("list", name="Attached files").get_by_role("listitem")
    await expect(attached).to_have_count(2)
    await expect(attached.first).to_contain_text("report.csv5 B$binary.data")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Run", exact=True).click()
    await expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible(timeout=60_000)
    await page.get_by_role("link", name="Details").click()
    await page.locator('[data-track="echo"]').click()
    shown = page.get_by_label("Output of the chosen node").get_by_role("region", name="Files")
    await expect(shown.get_by_role("listitem")).to_have_count(4)
    report = shown.get_by_role("listitem").filter(has_text="report.csv")
    await expect(report).to_contain_text(re.compile("5 B.*text/csv.*Item 1 · data"))
    async with page.expect_download() as saved:
        await report.get_by_role("button", name="Download report.csv").click()
    download = await saved.value
    assert download.suggested_filename == "report.csv"
    assert await asyncio.to_thread(Path(await download.path()).read_bytes) == b"n\n41\n"

    await shown.get_by_role("button", name="Preview picture.png").click()
    picture = shown.get_by_role("img", name="picture.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("async (img) => (await img.decode(), img.naturalWidth)") == 2
    for name in ("page.html", "drawing.svg"):
        await expect(shown.get_by_role("button", name=f"Download {name}")).to_be_visible()
        await expect(shown.get_by_role("button", name=f"Preview {name}")).to_have_count(0)
    assert await page.title() != "taken over"


async def test_the_viewer_draws_notes_and_groups_and_leads_to_the_version_that_ran(
    page: Page, person: Person
) -> None:
    nodes = [
        {"id": "start", "type": "trigger.manual"},
        {"id": "end", "type": "flow.noop", "name": "End", "position": {"x": 300, "y": 0}},
    ]
    definition = {
        "nodes": nodes,
        "edges": [{"source": "start", "target": "end"}],
        "notes": [{"text": "Mind the gap", "x": 0, "y": 200, "width": 240, "height": 100, "colour": "blue"}],
        "groups": [{"id": "g", "title": "All of it", "nodes": ["start", "end"]}],
    }
    created = await person.api.post("/api/workflows", json={"name": "Annotated", "definition": definition})
    workflow = created.json()
    path = f"/api/workflows/{workflow['id']}"
    ran = (await person.api.post(f"{path}/execute?wait=60", json={})).json()
    gone = {"type": "remove_note", "note_id": workflow["definition"]["notes"][0]["id"]}
    edit = {"expected_version": workflow["version"], "commands": [gone]}
    assert (await person.api.post(f"{path}/commands", json=edit)).status_code == 200
    await page.goto(f"/executions/{ran['id']}")
    stage = page.get_by_role("region", name="Workflow graph")
    await expect(stage.locator("[data-note]")).to_have_text("Mind the gap")
    await expect(stage.locator('[data-group="g"]')).to_have_text("All of it")
    await stage.locator('[data-node="end"]').click()
    await expect(stage.locator('[data-node="end"]')).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("link", name=f"Version {ran['workflow_version']}", exact=True).click()
    await expect(page).to_have_url(re.compile(f"/versions\\?v={ran['workflow_version']}$"))
