"""The page: the built bundle, and the same document for every address that the page draws itself."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from web import evaluator

NOT_OURS = ("api", "hooks", "healthz", "readyz")
"""First parts of paths that programs speak to; an unknown one of them is a plain 404."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Flowtape</title>
<h1>The page has not been built yet</h1>
<p>Run <code>make up</code> in the checkout: it builds the page and starts all. The API answers already.</p>
</html>
"""


class Page:
    """Files of ``folder``; unknown paths get its ``index.html``, and what is not ours goes ``otherwise``."""

    def __init__(self, folder: Path, otherwise: ASGIApp) -> None:
        self._folder = folder
        self._files = StaticFiles(directory=folder, check_dir=False)
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] not in ("GET", "HEAD")
            or _first_part(scope) in NOT_OURS
        ):
            await self._otherwise(scope, receive, send)
            return
        response = await self._answer(scope)
        response.headers.update(self._headers(scope))
        await response(scope, receive, send)

    def _headers(self, scope: Scope) -> dict[str, str]:
        document = self._folder / evaluator.NAME
        if self._files.get_path(scope) != evaluator.NAME or not document.is_file():
            return HEADERS
        return HEADERS | {"Content-Security-Policy": evaluator.policy(document.read_text("utf-8"))}

    async def _answer(self, scope: Scope) -> Response:
        if not (self._folder / "index.html").is_file():
            return HTMLResponse(NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})
        path = self._files.get_path(scope)
        try:
            response = await self._files.get_response(path, scope)
        except HTTPException as missing:
            if missing.status_code != 404 or _first_part(scope) == "assets":
                raise
            path, response = "index.html", await self._files.get_response("index.html", scope)
        response.headers["Cache-Control"] = _caching(path)
        return response


def mount_ui(app: Starlette, folder: Path) -> None:
    """Serve the bundle in ``folder`` wherever none of the routes answers; read at each request."""
    app.router.default = GZipMiddleware(Page(folder, otherwise=app.router.default))


def _first_part(scope: Scope) -> str:
    path: str = scope["path"]
    return path.lstrip("/").partition("/")[0]


def _caching(path: str) -> str:
    if path.startswith("assets"):
        return "public, max-age=31536000, immutable"
    return "no-cache"
