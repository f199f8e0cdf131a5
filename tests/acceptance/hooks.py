"""Workflows that a request starts."""

import secrets
from typing import Any

import httpx

from tests.acceptance.workflows import chain, create, good, node


def hook(client: httpx.Client, *nodes: Any, **parameters: Any) -> str:
    """Create and activate a webhook with these nodes behind it; its path on the server."""
    path = secrets.token_hex(6)
    given = {"path": path, "methods": ["POST", "GET"], **parameters}
    workflow = create(client, chain(*nodes, trigger=node("hook", "trigger.webhook", **given)))
    good(client.post(f"/api/workflows/{workflow['id']}/activate"))
    return f"/hooks/{path}"


def taking(**fields: str) -> Any:
    """A node whose output is these expressions alone."""
    values = [{"name": name, "value": f"{{{{ {path} }}}}"} for name, path in fields.items()]
    return node("take", "data.set", keep=False, fields=values)
