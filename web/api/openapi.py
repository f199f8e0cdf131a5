"""The API's description without a running server: ``python -m web.api.openapi`` prints it."""

import json
import sys
from typing import Any

from fastapi import FastAPI

from web.api.app import ROUTERS


def document() -> dict[str, Any]:
    """What ``/api/openapi.json`` answers, but for the introduction."""
    app = FastAPI(title="Flowtape", version="0.1.0")
    for router in ROUTERS:
        app.include_router(router)
    return app.openapi()


def text() -> str:
    """The same document is the same text."""
    return json.dumps(document(), sort_keys=True)


if __name__ == "__main__":
    sys.stdout.write(text())
