"""The REST API as a client sees it."""

import json
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx


class ClientError(Exception):
    """What the person at the terminal is told; ``status`` is the HTTP status, where there was an answer."""

    def __init__(self, message: str, status: int | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class Api:
    """A connection to one server. Every call returns the answer's JSON or raises :class:`ClientError`."""

    def __init__(self, base_url: str, token: str | None = None, timeout: float = 330) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=timeout, trust_env=False)
        self.base_url = base_url
        if token:
            self.use_token(token)

    def use_token(self, token: str) -> None:
        self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: str | int | None) -> Any:
        return self._call("GET", path, query=query)

    def post(self, path: str, body: object = None) -> Any:
        return self._call("POST", path, body=body if body is not None else {})

    def items(self, path: str, limit: int | None = None, **query: str | int | None) -> list[dict[str, Any]]:
        """A whole list, or its first ``limit`` items, page by page."""
        found: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            page_size = min(200, limit - len(found)) if limit else 200
            page = self.get(path, **query, limit=page_size, cursor=cursor)
            found += page["items"]
            cursor = page["next_cursor"]
            if cursor is None or (limit is not None and len(found) >= limit):
                return found

    def stream(self, path: str, **query: str) -> Iterator[tuple[str, Any]]:
        """Server-sent events as (type, data), until the server ends the stream or the connection breaks."""
        kind = ""
        headers = {"Accept": "text/event-stream"}
        try:
            with self._http.stream("GET", path, params=query, headers=headers, timeout=60) as answer:
                if not answer.is_success:
                    answer.read()
                    raise _refusal(answer)
                for line in answer.iter_lines():
                    name, _, value = line.partition(":")
                    if name == "event":
                        kind = value.strip()
                    elif name == "data":
                        yield kind, json.loads(value)
        except httpx.HTTPError:
            return

    def is_ready(self) -> tuple[bool, str]:
        """Whether all parts are there, and what is missing."""
        try:
            answer = self._http.get("/readyz", timeout=5)
        except httpx.HTTPError as error:
            return False, f"no answer from {self.base_url} ({type(error).__name__})"
        return answer.is_success, "ready" if answer.is_success else str(_refusal(answer))

    def _call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int | None] | None = None,
        body: object = None,
    ) -> Any:
        parameters = {name: value for name, value in (query or {}).items() if value is not None}
        try:
            answer = self._http.request(method, path, params=parameters, json=body)
        except httpx.ConnectError:
            raise ClientError(f"no Flowtape answers at {self.base_url}; start it with: make up") from None
        except httpx.HTTPError as error:
            raise ClientError(f"{method} {path}: {type(error).__name__}") from None
        if answer.is_success:
            return answer.json() if answer.content else None
        raise _refusal(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()


def _refusal(answer: httpx.Response) -> ClientError:
    """RFC 9457: detail, and the fields that are wrong."""
    try:
        problem: dict[str, Any] = answer.json()
    except ValueError:
        return ClientError(f"the server answered {answer.status_code}", answer.status_code)
    lines = [
        str(problem.get("detail") or problem.get("title") or f"the server answered {answer.status_code}")
    ]
    for wrong in problem.get("errors") or []:
        lines.append(f"  {'.'.join(map(str, wrong.get('loc', [])))}: {wrong.get('message')}")
    return ClientError("\n".join(lines), answer.status_code, problem.get("code"))
