"""A user's own code over the items, in a container of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from sandbox.model import Connection, OnConnection, OnLine, Outcome, Result, Step
from sandbox.network.policy import Policy
from workers.nodes.base import NodeType, Parameters
from workers.nodes.code_files import GivenFiles, LeftFiles, attach
from workers.nodes.code_limits import DEFAULT, HINTS, CodeLimits
from workers.nodes.code_nodes import seen_of_others, with_items_from
from workers.nodes.code_paired import take_paired
from workers.nodes.code_parts import Parts
from workers.ports import Chunk, Effect, Item, NodeContext, NodeError

DEFAULT_TIMEOUT = DEFAULT.wall_time
ATTEMPTS, PAUSE_S = 3, 0.5
"""For code that does nothing to the world, where the sandbox broke under it."""
CODES = {outcome: outcome.value for outcome in Outcome} | {
    Outcome.UNAVAILABLE: "sandbox_unavailable",
    Outcome.TIME_LIMIT: "timeout",  # as of every other node
}


class Variable(Parameters):
    name: str = Field(title="Name", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=128)
    value: str = Field("", title="Value", max_length=32_000)


class CodeParameters(Parameters):
    language: Literal["python", "javascript", "bash"] = Field(title="Language")
    code: str = Field(
        min_length=1,
        title="Code",
        description="Python and JavaScript: the body of a function that returns objects. "
        "Bash: each input line is an item's JSON; output lines that are JSON objects become items. "
        "Files of the items are in /data/in; what is left in /data/out comes back with the items.",
        json_schema_extra={"x-editor": "code"},
    )
    mode: Literal["all", "each"] = Field(
        "all",
        title="Run",
        description="Once with all items, or once for each item; what they hold is in item['json'] (Python) "
        "or item.json (JavaScript). Bash always sees all of them.",
    )
    environment: str | None = Field(
        None,
        title="Environment",
        description="The programs and libraries it has; the language's own if empty.",
        json_schema_extra={"x-editor": "environment"},
    )
    network: list[str] = Field(
        [],
        title="Network",
        description="Hosts and ports that the code may reach: api.example.com:443, or *.example.com:443.",
        max_length=100,
    )
    env: list[Variable] = Field([], title="Environment variables", max_length=100)
    timeout_s: float | None = Field(None, title="Timeout in seconds", gt=0, le=86_400)
    limits: CodeLimits = Field(CodeLimits(), title="Limits")

    @field_validator("network")
    @classmethod
    def _grants(cls, value: list[str]) -> list[str]:
        Policy.parse(value)
        return value


class Code(NodeType):
    """The items that the code returned, with the files that it left. Fails with the sandbox's outcome as its
    code."""

    name = "code"
    title = "Code"
    category = "code"
    icon = "code"
    help = (
        "Runs Python, JavaScript or Bash over the items, in a container: shut off from everything "
        "but the hosts that its network names."
    )
    parameters = CodeParameters
    shown_at_once: ClassVar[bool] = True

    @classmethod
    def effect(cls, parameters: Mapping[str, Any]) -> Effect:
        return "effectful" if parameters.get("network") else "pure"

    async def run(self, context: NodeContext) -> AsyncIterator[Chunk]:
        (evaluated,) = await context.evaluate([{"json": {}}])
        parameters = CodeParameters.model_validate(dict(evaluated))
        given = await GivenFiles.of(context)
        step = await _step(context, parameters, given)
        for chunk in await _by_item_or_whole(context, parameters, step, given):
            yield chunk


async def _by_item_or_whole(
    context: NodeContext, parameters: CodeParameters, step: Step, given: GivenFiles
) -> list[Chunk]:
    goes_on = context.settings.get("on_error", "stop") != "stop"
    if not goes_on or parameters.mode == "all" or parameters.language == "bash" or step.network:
        return await _run(context, step, given, None, context.log)
    items = [item async for chunk in context.chunks() for item in chunk]
    parts = Parts(context, step)

    async def work(some: Sequence[Item], offset: int) -> list[Chunk]:
        part = None if len(some) == len(items) else (offset, some)
        return await _run(context, parts.step(), given, part, parts.log)

    return await context.apart(items, 0, work, ["code_error"])


async def _run(
    context: NodeContext,
    step: Step,
    given: GivenFiles,
    part: tuple[int, Sequence[Item]] | None,
    log: OnLine,
) -> list[Chunk]:
    """``part``: instead of the whole input, these items, and the index of the first of them."""
    offset, items = part or (0, None)
    result = await _result(context, with_items_from(step, offset), given, items, log)
    try:
        if result.outcome is not Outcome.COMPLETED:
            raise _failure(result)
        left = LeftFiles(context, given, result.files, within=f"{offset}/" if part else "")
        return await _chunks(context, result, left, offset if part else None)
    finally:
        for file in result.files:
            file.content.close()


async def _result(
    context: NodeContext, step: Step, given: GivenFiles, items: Sequence[Item] | None, log: OnLine
) -> Result:
    for attempt in range(1, ATTEMPTS + 1):
        texts = given.items_for(context) if items is None else given.texts_of(items)
        result = await context.sandbox.run(step, texts, log, _heard(context))
        if result.outcome is not Outcome.INTERNAL_ERROR or step.network or attempt == ATTEMPTS:
            return result
        await context.log("system", f"The sandbox broke, trying again: {result.message}")
        await asyncio.sleep(PAUSE_S)
    raise AssertionError("the last attempt returns")


def _heard(context: NodeContext) -> OnConnection:
    """Every connection is told in the log."""

    async def on_connection(connection: Connection) -> None:
        where = f"{connection.host}:{connection.port}"
        said = f"refused: {connection.refused}" if connection.refused else f"to {connection.address}"
        moved = f", {connection.sent} bytes sent, {connection.received} received"
        await context.log("system", f"Connection {where} {said}{'' if connection.refused else moved}")

    return on_connection


async def _step(context: NodeContext, parameters: CodeParameters, given: GivenFiles) -> Step:
    return Step(
        project=context.project_id,
        language=parameters.language,
        code=parameters.code,
        mode=parameters.mode,
        group=context.workflow_id,
        urgent=context.interactive,
        environment=parameters.environment or None,
        env={variable.name: variable.value for variable in parameters.env},
        network=parameters.network,
        variables=await seen_of_others(context, parameters.language, parameters.code),
        files=given.for_the_step(),
        limits=parameters.limits.of(parameters.timeout_s or context.timeout_s or DEFAULT_TIMEOUT),
    )


def _failure(result: Result) -> NodeError:
    """How to raise a limit is said before what the code said last."""
    said, *more = result.message.split("\n\n", 1)
    hint = HINTS.get(result.outcome)
    return NodeError(CODES[result.outcome], "\n\n".join([f"{said} {hint}" if hint else said, *more]))


async def _chunks(context: NodeContext, result: Result, left: LeftFiles, part: int | None) -> list[Chunk]:
    """The bytes as they came, but where items say something of files or of their origin. ``part``: where only
    a part of the input ran, item by item, the index of its first."""
    counted = zip(result.chunks, result.counts, strict=True)
    chunks = [Chunk.of_text(text.strip(), count, paired=result.paired) for text, count in counted]
    await take_paired(context, chunks)
    offset = part or 0
    for chunk in chunks:
        if chunk.may_have("binary"):
            await left.resolve(chunk.items, offset)
        if part is not None:
            chunk.paired = [[0, offset + n] for n in range(chunk.count)]
        offset += chunk.count
    if binary := await left.unnamed():
        attach(chunks, binary)
    return chunks
