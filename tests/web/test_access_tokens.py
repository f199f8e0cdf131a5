"""Tokens of another kind, key, age or shape open nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from web.api.identity.access_tokens import AccessTokens, WeakKey

KEY = "a key that is long enough, and random: 8f2c"
NOW = datetime.now(UTC)
SECONDS = 7200
"""Longer than any test run: NOW is when it began."""
USER, SESSION = uuid4(), uuid4()


@pytest.fixture
def tokens() -> AccessTokens:
    return AccessTokens(KEY, SECONDS)


def claims(**changed: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    return {
        "sub": str(USER),
        "sid": str(SESSION),
        "typ": "access",
        "aud": "flowtape-api",
        "iat": at,
        "exp": at + SECONDS,
        "jti": "1",
        **changed,
    }


def test_a_token_says_who_and_until_when(tokens: AccessTokens) -> None:
    read = tokens.read(tokens.issue(USER, SESSION, NOW))
    assert read
    assert (read.user_id, read.session_id) == (USER, SESSION)
    assert read.expires_at == int(NOW.timestamp()) + SECONDS


def test_the_hand_made_token_of_the_other_tests_is_good(tokens: AccessTokens) -> None:
    assert tokens.read(jwt.encode(claims(), KEY, "HS256"))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "files"},
        {"aud": ["other"]},
        {"typ": "refresh"},
        {"exp": int((NOW - timedelta(seconds=1)).timestamp())},
        {"iat": int((NOW + timedelta(hours=4)).timestamp())},
        {"sub": "me"},
        {"sid": 7},
        {"jti": None},
    ],
)
def test_a_wrong_claim_is_refused(tokens: AccessTokens, changed: dict[str, Any]) -> None:
    assert tokens.read(jwt.encode(claims(**changed), KEY, "HS256")) is None


@pytest.mark.parametrize("missing", ["sub", "sid", "typ", "aud", "iat", "exp", "jti"])
def test_a_missing_claim_is_refused(tokens: AccessTokens, missing: str) -> None:
    partial = {name: value for name, value in claims().items() if name != missing}
    assert tokens.read(jwt.encode(partial, KEY, "HS256")) is None


@pytest.mark.parametrize("algorithm", ["none", "HS384"])
def test_another_algorithm_is_refused(tokens: AccessTokens, algorithm: str) -> None:
    key = None if algorithm == "none" else KEY + " " * 16
    assert tokens.read(jwt.encode(claims(), key, algorithm)) is None


def test_another_key_is_refused(tokens: AccessTokens) -> None:
    assert tokens.read(jwt.encode(claims(), KEY + "!", "HS256")) is None


@pytest.mark.parametrize("garbage", ["", "a", "a.b.c", "\x00", "é.é.é"])
def test_garbage_is_refused(tokens: AccessTokens, garbage: str) -> None:
    assert tokens.read(garbage) is None


@pytest.mark.parametrize("weak", ["", "changeme", "x" * 64, "secret" * 3])
def test_a_key_that_can_be_guessed_is_refused(weak: str) -> None:
    with pytest.raises(WeakKey):
        AccessTokens(weak, 60)
