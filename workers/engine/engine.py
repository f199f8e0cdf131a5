"""The executions of one worker: takes what is ready, drives several at once, lets go when it stops."""

import asyncio
import logging
from uuid import UUID

from domain.tape import Recorded
from workers.engine.drive import Drive
from workers.engine.ports import Claim, Surroundings
from workers.engine.workflows import Workflows

SWEEP_SECONDS = 2.0

log = logging.getLogger(__name__)


class Engine:
    def __init__(self, around: Surroundings, limit: int) -> None:
        self._around = around
        self._limit = limit
        self._workflows = Workflows(around.store, around.nodes)
        self._drives: dict[UUID, tuple[Drive, asyncio.Task[None]]] = {}
        self._pull_again = asyncio.Event()
        self._stopping = False

    def pull_soon(self) -> None:
        """There may be something in the run queue."""
        self._pull_again.set()

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
        """Stop all drives and give their executions back; what had completed is on the tape."""
        self._stopping = True
        tasks = [task for _, task in self._drives.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._around.queue.give_back()

    async def _pull(self) -> None:
        free = self._limit - len(self._drives)
        while free > 0 and not self._stopping:
            claims = await self._around.queue.claim(free)
            for claim in claims:
                self._begin(claim)
            if len(claims) < free:
                return
            free = self._limit - len(self._drives)

    def _begin(self, claim: Claim) -> None:
        drive = Drive(self._around, self._workflows, claim)
        task = asyncio.create_task(self._run(drive, claim), name=f"execution {claim.execution_id}")
        self._drives[claim.execution_id] = (drive, task)

    async def _run(self, drive: Drive, claim: Claim) -> None:
        full = len(self._drives) >= self._limit
        try:
            await drive.run()
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("execution %s could not be driven; it is tried again", claim.execution_id)
            await asyncio.sleep(1)
            await self._around.queue.give_back_one(claim.execution_id)
        finally:
            self._drives.pop(claim.execution_id, None)
            if full:
                self.pull_soon()
