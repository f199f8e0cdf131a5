"""The page's types are those of this API."""

import hashlib
from pathlib import Path

from web.api import openapi

SCHEMA = Path(__file__).parents[2] / "web" / "ui" / "src" / "api" / "schema.ts"


def test_the_page_is_built_against_this_api() -> None:
    digest = hashlib.sha256(openapi.text().encode()).hexdigest()
    with SCHEMA.open() as file:
        assert digest in file.readline(), "run npm --prefix web/ui run api"
