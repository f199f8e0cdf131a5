"""Where attacks take place: an attacker, the steps after it, and a neighbour of another project."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, Unpack

from docker import DockerClient

from sandbox.model import InputFile, Language, Limits, Outcome, OutputFile, Result, Sandbox, Step
from tests.sandbox.attacks import machine
from tests.sandbox.attacks.witness import WITNESSES
from tests.sandbox.running import Lines, in_chunks, until

ATTACKER, NEIGHBOUR = "attacker", "neighbour"
GROUP, OTHER_GROUP = "attack", "harmless"
DEFAULTS = Limits()
OF_THE_STEP = frozenset(Outcome) - {Outcome.UNAVAILABLE, Outcome.INTERNAL_ERROR}

BESIDE: dict[Language, tuple[Language, ...]] = {
    "python": ("python", "bash"),
    "javascript": ("javascript",),
    "bash": ("bash",),
}
"""The languages that share a container with one."""

Seen = dict[str, Any]
Place = tuple[Limits, Language]
"""A container's limits, and its environment."""


class Options(TypedDict, total=False):
    group: str
    mode: Literal["all", "each"]
    variables: Mapping[str, Any]
    env: Mapping[str, str]
    network: Sequence[str]
    files: Sequence[InputFile]
    limits: Limits


@dataclass
class Arena:
    """Its sandbox gives each project one container at a time, so that the step after an attack is in the
    attacked container, unless that was destroyed."""

    sandbox: Sandbox
    client: DockerClient
    instance: str
    """On the label of its containers."""
    clean: dict[tuple[Place, Language], Seen] = field(default_factory=dict)
    """What a step sees where nobody attacked."""
    settings: dict[str, str] = field(default_factory=machine.settings)
    files: list[OutputFile] = field(default_factory=list)
    """What has come back, to be closed in the end."""

    async def attack(
        self,
        language: Language,
        code: str,
        items: Sequence[Any] = (),
        lines: Lines | None = None,
        **options: Unpack[Options],
    ) -> Result:
        """Run it; whatever it did, the next steps and the machine must be unharmed."""
        shape = shape_of(options.get("limits", DEFAULTS))
        await self.look_around(language, shape)
        result = await self.run(language, code, items, lines, **options)
        assert result.outcome in OF_THE_STEP, result
        await self.unharmed(language, shape)
        return result

    async def found(self, language: Language, code: str, **options: Unpack[Options]) -> Any:
        """The one object that an attack returned."""
        result = await self.ends(Outcome.COMPLETED, language, code, **options)
        (one,) = jsons(result)
        return one

    async def ends(
        self, expected: Outcome, language: Language, code: str, **options: Unpack[Options]
    ) -> Result:
        result = await self.attack(language, code, **options)
        assert result.outcome is expected, result
        return result

    async def run(
        self,
        language: Language,
        code: str,
        items: Sequence[Any] = (),
        lines: Lines | None = None,
        *,
        project: str = ATTACKER,
        environment: str | None = None,
        **options: Unpack[Options],
    ) -> Result:
        """Just run it. ``items`` are given as their json."""
        environment = environment or language
        with_group: Options = {"group": GROUP, **options}
        step = Step(
            project=f"{project} in {environment}",
            language=language,
            code=code,
            environment=environment,
            **with_group,
        )
        result = await self.sandbox.run(step, in_chunks(items), (lines or Lines()).take)
        self.files += result.files
        return result

    def close_files(self) -> None:
        while self.files:
            self.files.pop().content.close()

    async def look_around(self, environment: Language, shape: Limits = DEFAULTS) -> None:
        """Learn what a step sees that nobody attacked."""
        place = (shape, environment)
        for language in BESIDE[environment]:
            if (place, language) not in self.clean:
                self.clean[place, language] = await self._witness(language, place, NEIGHBOUR, OTHER_GROUP)

    async def unharmed(self, environment: Language, shape: Limits = DEFAULTS) -> None:
        """The steps after an attack see what those before it saw, and so does the machine."""
        place = (shape, environment)
        await asyncio.gather(
            self._see_the_same(place, ATTACKER, (GROUP, OTHER_GROUP)),
            self._see_the_same(place, NEIGHBOUR, (OTHER_GROUP,)),
        )
        assert machine.settings() == self.settings
        await until(self._no_strays)

    async def _see_the_same(self, place: Place, project: str, groups: Sequence[str]) -> None:
        for group, language in ((group, language) for group in groups for language in BESIDE[place[1]]):
            seen = await self._witness(language, place, project, group)
            clean = self.clean[place, language]
            changed = {key: (clean[key], seen[key]) for key in clean if seen.get(key) != clean[key]}
            assert changed == {}, f"{language} in {project}, group {group}: {changed}"

    async def _witness(self, language: Language, place: Place, project: str, group: str) -> Seen:
        limits, environment = place
        lines = Lines()
        result = await self.run(
            language,
            WITNESSES[language],
            [{"n": 1}],
            lines,
            project=project,
            environment=environment,
            group=group,
            limits=limits,
        )
        assert result.outcome is Outcome.COMPLETED, f"{language} in {project}, group {group}: {result}"
        assert lines.all == [], "lines that another step printed"
        (seen,) = jsons(result)
        return dict(seen)

    async def _no_strays(self) -> bool:
        return not await asyncio.to_thread(machine.strays, self.client)


def shape_of(limits: Limits) -> Limits:
    """Those of the limits that a container is made for."""
    return Limits(
        cpus=limits.cpus,
        memory=limits.memory,
        processes=limits.processes,
        open_files=limits.open_files,
        disk=limits.disk,
        disk_files=limits.disk_files,
    )


def jsons(result: Result) -> list[Any]:
    """Each item's json, whatever chunk it came in."""
    return [item["json"] for chunk in result.chunks for item in json.loads(chunk)]
