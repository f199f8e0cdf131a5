"""The executions of one worker: takes what is ready, drives several at once, lets go when it stops."""

import asyncio
import logging
from collections import deque
from uuid import UUID

from domain.tape import Recorded
from workers.engine.drive import Drive, Paused
from workers.engine.places import Places
from workers.engine.ports import Claim, Surroundings
from workers.engine.workflows import Workflows

SWEEP_SECONDS = 2.0
STOP_SECONDS = 2.5
REMEMBERED = 200
"""Executions taken last; a ring for one of them is old."""

log = logging.getLogger(__name__)


class Engine:
    def __init__(self, around: Surroundings, limit: int) -> None:
        self._around = around
        self._places = Places(limit)
        self._workflows = Workflows(around.store, around.nodes)
        self._drives: dict[UUID, tuple[Drive, asyncio.Task[None]]] = {}
        self._taken: deque[UUID] = deque(maxlen=REMEMBERED)
        self._pull_again = asyncio.Event()
        self._stopping = False
        self._full = False
        """Somebody may be waiting for the next place that becomes free."""

    def driven(self) -> list[UUID]:
        return list(self._drives)

    def pull_soon(self) -> None:
        """There may be something in the run queue."""
        self._pull_again.set()

    def knows(self, execution_id: UUID) -> bool:
        """It was taken here a moment ago."""
        return execution_id in self._taken

    def notice(self, recorded: Recorded) -> None:
        """Somebody appended to an execution's stream; if it is one of ours it wants to know."""
        if driven := self._drives.get(recorded.stream_id):
            driven[0].notice()

    async def serve(self) -> None:
        """Until cancelled: take what is ready whenever rung, and every two seconds in any case."""
        while True:
            try:
                await self._pull()
            except Exception:
                log.exception("the run queue can't be read, trying again")
                await asyncio.sleep(0.5)
            try:
                async with asyncio.timeout(SWEEP_SECONDS):
                    await self._pull_again.wait()
            except TimeoutError:
                pass
            self._pull_again.clear()

    async def stop(self) -> None:
        """End all drives and give their executions back; what had completed is on the tape.

        Nodes at work on the world outside get a moment to end: nobody could tell later whether they did.
        """
        self._stopping = True
        drives = list(self._drives.values())
        for drive, _ in drives:
            drive.pause()
        tasks = [task for _, task in drives]
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._around.queue.give_back()

    async def _pull(self) -> None:
        if self._stopping:
            return
        room = self._places.room(drive.project_id for drive, _ in self._drives.values())
        claims = await self._around.queue.claim(room) if room.most > 0 else []
        for claim in claims:
            self._begin(claim)
        self._full = room.is_used_up_by(claims)
        if self._full and len(self._drives) < room.held.total() + len(claims):
            self.pull_soon()  # some ended meanwhile

    def _begin(self, claim: Claim) -> None:
        drive = Drive(self._around, self._workflows, claim)
        if outlived := self._drives.get(claim.execution_id):
            outlived[1].cancel()  # its lease ran out while this process was frozen or cut off
        task = asyncio.create_task(self._run(drive, claim), name=f"execution {claim.execution_id}")
        self._drives[claim.execution_id] = (drive, task)
        self._taken.append(claim.execution_id)

    async def _run(self, drive: Drive, claim: Claim) -> None:
        try:
            await drive.run()
        except Paused:
            pass
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("execution %s could not be driven; it is tried again", claim.execution_id)
            await asyncio.sleep(1)
            await self._around.queue.give_back_one(claim)
        finally:
            if self._full:
                self.pull_soon()
            if self._drives.get(claim.execution_id, (None,))[0] is drive:
                del self._drives[claim.execution_id]
