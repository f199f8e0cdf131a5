"""Waits: for a time, for somebody to call a link, or for somebody's approval. No worker is held meanwhile."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from workers.nodes.base import Expression, NodeType, Parameters, beside
from workers.nodes.port_rules import Named
from workers.ports import Chunk, NodeContext, NodeError, Resumption, Suspend

UNITS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86_400.0}
LONGEST_S = 10 * 366 * 86_400.0


class WaitParameters(Parameters):
    mode: Literal["duration", "until", "webhook", "approval"] = Field("duration", title="Wait")
    amount: Any = Expression(1, title="How long", shown=beside(mode=["duration"]))
    unit: Literal["seconds", "minutes", "hours", "days"] = Field(
        "seconds", title="Unit", json_schema_extra=beside(mode=["duration"])
    )
    until: Any = Expression(
        None,
        title="Until",
        description="2026-12-24T18:00; without offset in the workflow's timezone.",
        shown=beside(mode=["until"]),
    )
    message: Any = Expression(
        "Approve?",
        title="Question",
        description="What the approver is asked.",
        shown=beside(mode=["approval"]),
    )
    limit: float | None = Field(
        None,
        title="Time limit in hours",
        description="For a link or an approval; empty: none.",
        gt=0,
        le=87_600,
        json_schema_extra=beside(mode=["webhook", "approval"]),
    )
    default: Literal["approve", "reject", "fail"] = Field(
        "reject", title="When the time is up", json_schema_extra=beside(mode=["approval"])
    )


class Wait(NodeType):
    """Items pass through; of a webhook its request is the one item ``{body, headers, query, method}``.
    An approval lets them leave by ``approved`` or ``rejected``."""

    name = "flow.wait"
    title = "Wait"
    category = "flow"
    icon = "hourglass"
    help = (
        "Waits for a time, for a call of its link, or for an approval. Its links are "
        "{{ $execution.links['Its name'].webhook }}, .approve and .reject."
    )
    parameters = WaitParameters
    error_output = "rejected"  # what nobody approved shall not pass as approved
    output_rules = (
        Named(ports=["main"], when={"mode": ["duration", "until", "webhook"]}),
        Named(ports=["approved", "rejected"], when={"mode": ["approval"]}),
    )

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        async for items in context.chunks():
            parameters = (await context.evaluate(items[:1]))[0]
            raise _suspend(parameters, context)
            yield Chunk([])

    async def resume(self, context: NodeContext, resumption: Resumption) -> AsyncIterator[Chunk]:
        mode = resumption.details["mode"]
        if mode == "webhook" and resumption.reason == "webhook":
            yield Chunk([{"json": resumption.data}])
            return
        if mode == "webhook" and resumption.reason == "time":
            raise NodeError("wait_timeout", "nobody called its link in time")
        port = _port(resumption) if mode == "approval" else "main"
        if mode == "approval":
            await context.log("system", _decision(resumption, port))
        async for items in context.chunks():
            yield Chunk(items, port, "identity")


def _suspend(parameters: Mapping[str, Any], context: NodeContext) -> Suspend:
    mode, now = parameters["mode"], context.clock_now
    limit = now + timedelta(hours=parameters["limit"]) if parameters["limit"] else None
    details = {"mode": mode, "default": parameters["default"]}
    if mode == "approval":
        return Suspend("approval", str(parameters["message"]), until=limit, details=details)
    if mode == "webhook":
        return Suspend("webhook", "it waits until its link is called", until=limit, details=details)
    until = _after(parameters, now) if mode == "duration" else _moment(parameters["until"], context.timezone)
    return Suspend("time", f"it waits until {until.isoformat()}", until=until, details=details)


def _after(parameters: Mapping[str, Any], now: datetime) -> datetime:
    try:
        seconds = float(parameters["amount"]) * UNITS[parameters["unit"]]
    except (TypeError, ValueError):
        raise NodeError(
            "invalid_duration", f"{parameters['amount']!r} is no number; say how long it waits"
        ) from None
    if not 0 <= seconds <= LONGEST_S:
        raise NodeError("invalid_duration", "it can wait from no time up to ten years")
    return now + timedelta(seconds=seconds)


def _moment(value: Any, timezone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise NodeError("invalid_time", f"{value!r} is no time; write one such as 2026-12-24T18:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))


def _port(resumption: Resumption) -> str:
    match resumption.reason:
        case "approve":
            return "approved"
        case "reject":
            return "rejected"
        case "continue":
            given = resumption.data if isinstance(resumption.data, dict) else {}
            return "approved" if given.get("approved", True) else "rejected"
        case _ if resumption.details["default"] == "fail":
            raise NodeError("approval_timeout", "nobody decided in time")
        case _:
            return "approved" if resumption.details["default"] == "approve" else "rejected"


def _decision(resumption: Resumption, port: str) -> str:
    """With the comment, which the tape has to tell, too."""
    if resumption.reason == "time":
        return f"Nobody decided in time: {port}"
    said = resumption.data.get("comment") if isinstance(resumption.data, dict) else None
    by = resumption.by or "somebody with the link"
    return f"{port.capitalize()} by {by}" + (f": {said}" if said else "")
