"""The API's own documentation, without anything from elsewhere."""

from pathlib import Path

from fastapi import Request
from starlette.responses import FileResponse, Response

from web.api.answers import Json
from web.api.callers import public_router

PAGES = Path(__file__).parents[1] / "pages"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'"

router = public_router("/api", "documentation")


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Json:
    return Json(request.app.openapi())


@router.get("/docs", include_in_schema=False)
async def page() -> Response:
    return FileResponse(PAGES / "docs.html", headers={"Content-Security-Policy": POLICY})


@router.get("/docs/docs.js", include_in_schema=False)
async def script() -> Response:
    return FileResponse(PAGES / "docs.js")


@router.get("/docs/docs.css", include_in_schema=False)
async def style() -> Response:
    return FileResponse(PAGES / "docs.css")
