"""How the bundle is served, over the real app class and real files."""

from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from web.static import mount_ui


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><div id=root></div>")
    (dist / "assets" / "index-4f2a.js").write_text("let a = 1;\n" * 200)
    (tmp_path / "secret.txt").write_text("not for you")
    return dist


@pytest.fixture
async def client(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.post("/api/auth/login")
    async def login() -> dict[str, str]:
        return {"access_token": "t"}

    mount_ui(app, folder)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://flowtape") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/index.html", "/workflows/019a", "/executions/019a?node=a.b", "/a.b"])
async def test_every_address_of_the_page_gets_the_document(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200
    assert "id=root" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/html")


async def test_hashed_files_are_kept_for_good_and_sent_compressed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/index-4f2a.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"


async def test_an_unchanged_document_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/workflows")
    again = await client.get("/workflows", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/", "/assets/index-4f2a.js", "/workflows"])
async def test_nothing_foreign_may_run_in_the_page(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/api/nothing", "/hooks/nothing", "/healthz", "/assets/gone.js"])
async def test_what_programs_ask_for_never_gets_the_document(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_a_wrong_method_stays_a_wrong_method(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/auth/login")).status_code == 405
    assert (await client.post("/workflows")).status_code == 404


@pytest.mark.parametrize("path", ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"])
async def test_files_outside_the_bundle_stay_outside(client: httpx.AsyncClient, path: str) -> None:
    assert "not for you" not in (await client.get(path)).text


async def test_a_missing_bundle_says_what_to_run(client: httpx.AsyncClient, folder: Path) -> None:
    (folder / "index.html").unlink()
    answer = await client.get("/workflows")
    assert answer.status_code == 503
    assert "make up" in answer.text


async def test_expressions_are_previewed_in_a_document_that_reaches_nothing(
    client: httpx.AsyncClient, folder: Path
) -> None:
    script = 'new Worker("…")'
    (folder / "evaluator.html").write_text(f"<!doctype html><script>{script}</script>", "utf-8")
    answer = await client.get("/evaluator.html")
    policy = answer.headers["content-security-policy"].split("; ")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert {"default-src 'none'", "sandbox allow-scripts", "frame-ancestors 'self'"} <= set(policy)
    assert f"script-src 'sha256-{digest}' 'unsafe-eval'" in policy
    assert not any("'self'" in rule for rule in policy if not rule.startswith("frame-ancestors"))


async def test_no_other_document_gets_that_policy(client: httpx.AsyncClient) -> None:
    for path in ("/evaluator.html", "/evaluator", "/a/evaluator.html"):
        assert "unsafe-eval" not in (await client.get(path)).headers["content-security-policy"]
