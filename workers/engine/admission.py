"""Whether an execution may begin now: its workflow may limit how many are under way at the same time."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from commands.cancel_execution import cancel_execution
from commands.ports import Append, VersionConflict
from domain import json_text
from domain.execution import events as e
from domain.tape import Cause, Fact, Recorded
from workers.engine.outputs import items_of_input
from workers.engine.ports import Otherwise, Surroundings
from workers.engine.workflows import RunnableWorkflow
from workers.expressions.evaluator import Evaluator
from workers.expressions.scope import Scope
from workers.nodes.base import Expression, Parameters
from workers.ports import Item, NodeError

SKIPPED = "the workflow skips executions beyond its concurrency limit of {limit}"
REPLACED = "a newer execution takes its place: the workflow's concurrency limit is {limit}"
PARKED = "it begins when one of those before it is over: the workflow's concurrency limit is {limit}"


class Key(Parameters):
    key: Any = Expression()


class Parked(Exception):
    """It isn't this worker's any more: it is claimed again when there is a slot for it."""


class Refused(Exception):
    """It doesn't begin at all; the message is for people."""


class Admission:
    """Of one execution that has not begun. Where its worker is lost on the way, the next one asks again."""

    def __init__(
        self,
        around: Surroundings,
        *,
        history: Sequence[Recorded],
        workflow: RunnableWorkflow,
        cause: Cause,
        deadline: datetime | None,
    ) -> None:
        self._around = around
        self._history = history
        self._id = history[0].stream_id
        self._requested: e.ExecutionRequested = history[0].event
        self._workflow = workflow
        self._cause = cause
        self._deadline = deadline

    async def slot(self) -> e.Slot | None:
        """The slot that it has now; None where it needs none.

        Raises :class:`Parked`, :class:`Refused`, and :class:`NodeError` where the key can't be evaluated.
        """
        concurrency = self._workflow.settings.get("concurrency")
        if not concurrency:
            return None
        slot = self._parked_for() or await self._wanted(concurrency)
        beyond = concurrency.get("beyond", "queue")
        if beyond == "cancel_oldest" and await self._acquire(slot, "keep") == "asked":
            await self._cancel_older(slot)
        answer = await self._acquire(slot, "leave" if beyond == "skip" else "park")
        if answer == "left":
            raise Refused(SKIPPED.format_map(slot))
        if answer == "parked":
            await self._say_why(slot)
        if answer in ("parked", "lost"):
            raise Parked
        return slot if answer == "acquired" else None

    async def _acquire(self, slot: e.Slot, otherwise: Otherwise) -> str:
        return await self._around.slots.acquire(
            self._id,
            slot["key"],
            slot["limit"],
            otherwise=otherwise,
            within=await self._callers(),
            wake_at=self._deadline,
        )

    async def _callers(self) -> list[UUID]:
        """Those that wait for it: its caller, that one's, and so on."""
        found: list[UUID] = []
        requested = self._requested
        while (caller := requested.caller) and caller["waits"]:
            found.append(UUID(caller["execution_id"]))
            [first] = await self._around.store.load(found[-1], upto=1)
            requested = first.event
        return found

    async def _cancel_older(self, slot: e.Slot) -> None:
        reason = REPLACED.format_map(slot)
        for older in await self._around.slots.older(self._id, newest=slot["limit"] - 1):
            await cancel_execution(self._around.context, self._cause, execution_id=older, reason=reason)

    def _parked_for(self) -> e.Slot | None:
        parked = [r.event for r in self._history if isinstance(r.event, e.ExecutionParked)]
        return parked[0].slot if parked else None

    async def _say_why(self, slot: e.Slot) -> None:
        """Once. It may have been taken up again by now: then there is nothing to say."""
        if self._parked_for():
            return
        parked = Fact(event=e.ExecutionParked(slot=slot, message=PARKED.format_map(slot)))
        expected = self._history[-1].version
        append = Append(stream_id=self._id, expected=expected, facts=[parked], cause=self._cause)
        try:
            await self._around.store.append(append)
        except VersionConflict:
            return

    async def _wanted(self, concurrency: dict[str, Any]) -> e.Slot:
        key = self._requested.workflow_id
        if text := concurrency.get("key"):
            value = json_text.dumps(await self._evaluated(text))
            key = f"{key}:{hashlib.sha256(value).hexdigest()[:32]}"
        return e.Slot(key=key, limit=concurrency["limit"])

    async def _evaluated(self, text: str) -> Any:
        items = items_of_input(self._history[0].data) or [{"json": {}}]
        project = str(self._history[0].project_id)
        prepared = Evaluator(self._around.hosts, project).prepare(Key, {"key": text})
        [evaluated] = await prepared.evaluate(items[:1], 0, self._scope(items))
        return evaluated["key"]

    def _scope(self, items: list[Item]) -> Scope:
        async def whole_input() -> list[Item]:
            return items

        return Scope(
            execution_id=str(self._id),
            workflow_id=self._requested.workflow_id,
            workflow_name=self._workflow.name,
            run_index=0,
            items_of=_no_node,
            matching=_no_node,
            whole_input=whole_input,
            warn=lambda *_: None,
        )


async def _no_node(name: str, *_: int) -> list[Item]:
    message = f"the key of concurrency is evaluated before any node has run, {name!r} among them"
    raise NodeError("unknown_node", message)
