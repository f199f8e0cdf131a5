"""Links that make a waiting node run go on: signed, so that nobody can make one up or change one."""

import base64
import binascii
import hashlib
import hmac
import math
import re
import struct
from datetime import UTC, datetime
from uuid import UUID

from web.api.ports import Link

PURPOSE = b"flowtape: a link that resumes a node run, 1"
"""No other token of ours is signed with a key derived for it."""
ACTIONS = ("webhook", "approve", "reject")
_HEAD = struct.Struct(">16sIQB")
"""Execution, run index, until when in seconds since 1970 (0: without end), action; the node's id follows."""
_SIGNATURE = hashlib.sha256().digest_size
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,400}")


class SignedLinks:
    """Implements :class:`workers.engine.ports.Links` and :class:`web.api.ports.Links`."""

    def __init__(self, secret_key: str, base_url: str) -> None:
        self._key = hmac.digest(secret_key.encode(), PURPOSE, "sha256")
        self._base_url = base_url

    def url(
        self, execution_id: UUID, node_id: str, run_index: int, action: str, until: datetime | None
    ) -> str:
        end = math.ceil(until.timestamp()) if until else 0
        head = _HEAD.pack(execution_id.bytes, run_index, end, ACTIONS.index(action))
        said = head + node_id.encode()
        return f"{self._base_url}/resume/{_encoded(self._signature(said) + said)}"

    def read(self, token: str) -> Link | None:
        """What the token says; None unless it is one of ours, to the letter."""
        raw = _decoded(token)
        if raw is None:
            return None
        signature, said = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(said)):
            return None
        execution, run_index, end, action = _HEAD.unpack_from(said)
        return Link(
            execution_id=UUID(bytes=execution),
            node_id=said[_HEAD.size :].decode(),
            run_index=run_index,
            action=ACTIONS[action],
            until=datetime.fromtimestamp(end, UTC) if end else None,
        )

    def _signature(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, "sha256")


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(token: str) -> bytes | None:
    """None also for another spelling of the same bytes."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except binascii.Error:
        return None
    return raw if _encoded(raw) == token and len(raw) > _SIGNATURE + _HEAD.size else None
