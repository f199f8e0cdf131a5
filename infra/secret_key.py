"""The key that signs access tokens and links: given, or made once and kept in the data folder."""

import os
import secrets
import tempfile
from pathlib import Path

from infra.settings import Settings


def secret_key(settings: Settings) -> str:
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    return _kept(settings.data_dir / "secret_key")


def _kept(path: Path) -> str:
    """Of several processes that start at once, one makes the file and all read the same."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
