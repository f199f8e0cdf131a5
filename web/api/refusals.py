"""The one table that says how an error is answered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import psycopg
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request

from commands import errors
from commands.ports import VersionConflict
from domain.json_text import InvalidJson
from projections.page import InvalidCursor
from projections.read_model import ReadModelBehind
from web.api.bodies import BodyNotJson
from web.api.problems import Problem, Refusal, field_errors, unavailable

NO_DATABASE = "PostgreSQL can't be reached at the moment; try again"
HTTP_CODES = {404: "not_found", 413: "too_large", 415: "unsupported_media_type"}


def _refusal(error: Refusal) -> Problem:
    return Problem(error.status, error.code, error.detail, headers=error.headers, **error.more)


def _http(error: HTTPException) -> Problem:
    code = HTTP_CODES.get(error.status_code, "invalid_request")
    detail = "there is nothing at this address" if error.detail == "Not Found" else error.detail
    return Problem(error.status_code, code, detail, headers=error.headers)


def _invalid_fields(error: RequestValidationError) -> Problem:
    """Says where and why; never what was sent, which may be a password."""
    found = error.errors()
    if wrong := [each["loc"][1] for each in found if each["loc"][0] == "path"]:
        what = str(wrong[0]).removesuffix("_id").replace("_", " ")
        return Problem(404, "not_found", f"there is no such {what}; see whether its id is complete")
    shown = [
        (each["loc"][1:] or each["loc"], str(each["msg"]).removeprefix("Value error, ")) for each in found
    ]
    errors = [{**one, "data": _rule(each)} for one, each in zip(field_errors(shown), found, strict=True)]
    return Problem(422, "invalid_request", _summary(shown), errors=errors)


def _rule(found: Mapping[str, Any]) -> dict[str, Any]:
    """Which rule was broken, with its bounds."""
    bounds = found.get("ctx", {})
    return {
        **{name: value for name, value in bounds.items() if isinstance(value, str | int | float)},
        "rule": found["type"],
    }


def _summary(found: Sequence[tuple[Iterable[str | int], str]]) -> str:
    return "; ".join(f"{'.'.join(map(str, loc))}: {message}" for loc, message in found[:3])


def _invalid(error: errors.Invalid) -> Problem:
    pointed = field_errors((each.loc, each.message) for each in error.errors)
    return Problem(422, error.code, str(error), errors=pointed)


def _stale(error: errors.Stale) -> Problem:
    return Problem(409, error.code, str(error), current_version=error.current_version, events=error.events)


def _not_runnable(error: errors.NotRunnable) -> Problem:
    return Problem(422, error.code, str(error), problems=[asdict(each) for each in error.problems])


def _not_possible(error: errors.NotPossible) -> Problem:
    return Problem(409, error.code, str(error), waiting=error.waiting)


REFUSALS: dict[type[Exception], Callable[[Any], Problem]] = {
    Refusal: _refusal,
    HTTPException: _http,
    BodyNotJson: lambda error: Problem(422, "invalid_json", error.detail),
    RequestValidationError: _invalid_fields,
    InvalidJson: lambda error: Problem(422, "invalid_json", str(error)),
    InvalidCursor: lambda error: Problem(422, "invalid_cursor", str(error)),
    errors.NotFound: lambda error: Problem(404, error.code, str(error)),
    errors.Stale: _stale,
    errors.Invalid: _invalid,
    errors.NotRunnable: _not_runnable,
    errors.NotPossible: _not_possible,
    errors.NothingLeft: lambda error: Problem(409, error.code, str(error)),
    errors.TooLarge: lambda error: Problem(413, error.code, str(error)),
    VersionConflict: lambda _: Problem(
        409, "version_conflict", "somebody else changed it at the same moment; load it and try again"
    ),
    ReadModelBehind: lambda error: unavailable(str(error), "read_model_behind"),
    psycopg.OperationalError: lambda _: unavailable(NO_DATABASE),
    psycopg.InterfaceError: lambda _: unavailable(NO_DATABASE),
    PoolTimeout: lambda _: unavailable(NO_DATABASE),
    Exception: lambda _: Problem(500, "internal_error", "that should not have happened; it has been logged"),
}


def answer_refusals(app: FastAPI, unavailable: Iterable[type[Exception]]) -> None:
    """``unavailable`` are the errors of the ports that mean that storage is away."""
    table = {**REFUSALS, **dict.fromkeys(unavailable, REFUSALS[psycopg.OperationalError])}
    for kind, present in table.items():
        app.add_exception_handler(kind, _handler(present))


def _handler(present: Callable[[Any], Problem]) -> Callable[[Request, Exception], Any]:
    async def handle(_: Request, error: Exception) -> Problem:
        return present(error)

    return handle
