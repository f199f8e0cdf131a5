"""What stays in the container between steps: the zygote and the node process, and whether they can stay."""

import json
import os
import select
import time
from collections.abc import Callable
from typing import Any

from sandbox.runner.counters import Counters
from sandbox.runner.environment import Environment
from sandbox.runner.folders import TEMPORARY, Folders
from sandbox.runner.frames import CODE, frame
from sandbox.runner.json_rules import encode
from sandbox.runner.pipes import read_some
from sandbox.runner.processes.bash import start_bash
from sandbox.runner.processes.node import Node
from sandbox.runner.processes.process import Process, kill_everything
from sandbox.runner.processes.protection import settings_of
from sandbox.runner.processes.zygote import Zygote
from sandbox.runner.step import RunningStep

_ANSWER_S = 0.1
"""Whoever has not answered by then has something of the step going on in it."""
_WARM_S = 1.5
LEFT_BEHIND = "the step left processes behind"


class Beside:
    """``trouble`` is asked until it knows, after each step and once at the beginning."""

    def __init__(self, environment: Environment, counters: Counters, folders: Folders) -> None:
        self._counters = counters
        self._folders = folders
        self._zygote = Zygote(environment) if "python" in environment.languages else None
        self._node = Node(counters, {}) if "javascript" in environment.languages else None
        self._in_node = False
        """A step is, and reads what it says itself, as far as there is room for it."""
        self._why = ""
        self._asked_at = 0.0
        self._asked: str | None = None
        """After a step of which language, if any; None when nothing is asked."""
        self._warming_since = time.monotonic()
        self._own = settings_of(os.getpid())
        self._settings = {pid: settings_of(pid) for pid in self._stay()}

    def start(self, settings: dict[str, Any], code: bytes, env: dict[str, str]) -> Process:
        language = settings["language"]
        if language == "bash":
            return start_bash(json.loads(code)["code"], self._folders[TEMPORARY], TEMPORARY, env)
        if language == "python":
            assert self._zygote is not None
            process: Process = self._zygote.start()
        else:
            process = self._node_for(settings, env)
            self._in_node = True
        process.inbox.put(frame(CODE, code[:-1] + b',"env":' + encode(env) + b"}"))
        return process

    def watched(self) -> dict[int, tuple[int, Callable[[], None]]]:
        watched: dict[int, tuple[int, Callable[[], None]]] = {}
        if self._zygote:
            watched[self._zygote.fileno()] = (select.POLLIN, self._hear_zygote)
        if self._node and not self._in_node and self._node.clean is None and "result" in self._node.outputs:
            watched[self._node.outputs["result"]] = (select.POLLIN, self._hear_node)
        return watched

    def alone(self) -> bool:
        """Nobody is there but those who stay, and the next step's process."""
        known = {os.getpid(), *self._stay(), self._zygote.next if self._zygote else None}
        return all(int(name) in known for name in os.listdir("/proc") if name.isdecimal())

    def reaped(self, pid: int, process: Process | None) -> None:
        """One that stays has ended."""
        if self._zygote and pid == self._zygote.pid:
            self.doubt("the process that Python steps are forked from has ended")
            if process and not process.lives_on and process.status is None:
                process.ended(9, 0)
        if self._node and pid == self._node.pid:
            self._node.ended(self._node.status or 0, 0)

    def step_over(self, step: RunningStep) -> None:
        """Its outcome is known: ask those who stay whether they still can."""
        self._asked, self._asked_at = step.language, time.monotonic()
        self._in_node = False
        if step.process and not step.process.lives_on:
            step.process.inbox.close()
        if step.forced:
            self.doubt(step.forced)
        elif self._zygote and not self._why:
            self._zygote.ask(network=step.settings["network"])
        elif step.language == "javascript" and self._node and step.settings["network"]:
            self._replace_node({})

    def trouble(self) -> str | None:
        """Why the container can take no further step, or nothing; None: not known yet."""
        if self._why:
            return self._why
        if self._asked is None:
            if self._is_warming():
                return None
            self._ask_first()
        found = self._answer()
        if found is None:
            return None
        if not found and not self.alone():
            found = LEFT_BEHIND
            kill_everything()
        if not found and self._changed():
            found = "the step changed the limits of processes that stay"
        self._why = found
        if not found:
            self._asked = None
        return found

    def _ask_first(self) -> None:
        self._asked, self._asked_at = "", time.monotonic()
        if self._zygote and self._zygote.warm:
            self._zygote.ask(network=False)

    def _answer(self) -> str | None:
        late = time.monotonic() - self._asked_at > _ANSWER_S
        if self._zygote and not self._zygote.answered:
            warming = time.monotonic() - self._asked_at < _WARM_S and self._zygote.imports
            said = "the process that Python steps are forked from does not answer"
            return said if late and not warming else None
        if self._asked == "javascript" and self._node:
            return self._answer_of(self._node, late)
        return ""

    def _answer_of(self, node: Node, late: bool) -> str | None:
        """One that is used up is replaced; what it says of itself at its start is its answer."""
        used = node.group is not None
        if node.status is not None or node.clean is False or (used and late and node.clean is None):
            self._replace_node({})
            return None
        if node.clean is None:
            warming = time.monotonic() - self._warming_since < _WARM_S
            return None if used or warming else "node.js does not start"
        return ""

    def _is_warming(self) -> bool:
        cold = (self._zygote and not self._zygote.warm) or (self._node and self._node.clean is None)
        return bool(cold) and time.monotonic() - self._warming_since < _WARM_S

    def _node_for(self, settings: dict[str, Any], env: dict[str, str]) -> Node:
        group = settings["group"]
        assert self._node is not None
        other = self._node.group is not None and self._node.group != group
        if other or settings["network"] or self._node.status is not None:
            self._replace_node(env if settings["network"] else {})
        self._node.group = group
        self._node.clean = None
        return self._node

    def _replace_node(self, env: dict[str, str]) -> None:
        assert self._node is not None
        self._node.kill()
        self._node.close()
        self._node = Node(self._counters, env)
        self._warming_since = self._asked_at = time.monotonic()
        self._settings = {pid: settings_of(pid) for pid in self._stay()}

    def _hear_zygote(self) -> None:
        assert self._zygote is not None
        try:
            self._zygote.receive()
        except EOFError as error:
            self.doubt(str(error))

    def _hear_node(self) -> None:
        assert self._node is not None
        data = read_some(self._node.outputs["result"])
        if data:
            self._node.frames(data, self._node.reader)

    def _stay(self) -> list[int]:
        pids = [self._zygote.pid if self._zygote else None, self._node.pid if self._node else None]
        return [pid for pid in pids if pid is not None]

    def _changed(self) -> bool:
        if settings_of(os.getpid()) != self._own:
            return True
        return any(
            settings_of(pid) != before for pid, before in self._settings.items() if pid in self._stay()
        )

    def doubt(self, why: str) -> None:
        self._why = self._why or why
