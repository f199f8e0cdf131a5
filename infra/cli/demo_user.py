"""The demo's member: made once, remembered in ``data_dir/demo.json``, which only its owner can read."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from infra.cli.client import Api, ClientError
from infra.embedded.folders import write_private

EMAIL = "demo@example.com"


@dataclass(frozen=True, slots=True)
class Demo:
    email: str
    password: str
    workflow_id: str | None = None


def load(data_dir: Path) -> Demo | None:
    """The demo of an earlier start; None where there was none or we may not read it."""
    try:
        return Demo(**json.loads(_file(data_dir).read_text()))
    except (FileNotFoundError, PermissionError):
        return None


def save(data_dir: Path, demo: Demo) -> None:
    write_private(_file(data_dir), json.dumps(asdict(demo), indent=2) + "\n")


def sign_in(api: Api, demo: Demo) -> None:
    """From here on the API is asked as this user."""
    session = api.post("/api/auth/login", {"email": demo.email, "password": demo.password})
    api.use_token(session["access_token"])


def signed_in(api: Api, data_dir: Path) -> Demo:
    """The remembered user, or a new one: also where the database is another one than last time."""
    demo = load(data_dir)
    if demo:
        try:
            sign_in(api, demo)
            return demo
        except ClientError as error:
            if error.status != 401:
                raise
    return _register(api, data_dir)


def _register(api: Api, data_dir: Path) -> Demo:
    """Remembered before it is made: a start that is interrupted in between loses no password."""
    demo = Demo(EMAIL, secrets.token_urlsafe(15))
    save(data_dir, demo)
    if not _is_free(api, demo):
        demo = replace(demo, email=EMAIL.replace("@", f"-{secrets.token_hex(3)}@"))
        save(data_dir, demo)
        api.post("/api/auth/register", _account(demo))
    sign_in(api, demo)
    return demo


def _is_free(api: Api, demo: Demo) -> bool:
    """Register; False where the address is taken by a user whose password was lost with demo.json."""
    try:
        api.post("/api/auth/register", _account(demo))
    except ClientError as error:
        if error.status in (409, 422):
            return False
        raise
    return True


def _account(demo: Demo) -> dict[str, str]:
    return {"email": demo.email, "password": demo.password, "first_name": "Demo"}


def _file(data_dir: Path) -> Path:
    return data_dir / "demo.json"
