"""``flowtape worker``: takes executions from the run queue and drives them to their end."""

import asyncio
import logging
import signal
import sys
from contextlib import AsyncExitStack

import uvloop
from setproctitle import setproctitle

from commands.context import Context
from infra.clock import SystemClock
from infra.heartbeat import Heartbeat
from infra.links import SignedLinks
from infra.queue import ArqDoorbell, answer_rings
from infra.run_queue import PostgresRunQueue
from infra.sandbox import make_sandbox
from infra.secret_key import secret_key
from infra.settings import Settings, settings
from infra.slots import PostgresSlots
from infra.store.application import Tape
from infra.store.event_store import PostgresEventStore
from infra.store.files import PostgresFiles
from infra.store.log import Log
from infra.store.payloads import PostgresPayloads
from infra.store.pool import make_pool
from infra.store.tail import Tail
from sandbox.network.allowed import Allowed
from workers.engine.engine import Engine
from workers.engine.ports import Surroundings
from workers.expressions.hosts import ExpressionHosts
from workers.nodes.registry import Catalogue
from workers.outbound.client import OutboundHttp


def main() -> None:
    setproctitle("flowtape worker")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("arq").setLevel(logging.WARNING)
    sys.setswitchinterval(0.001)  # the writer's thread shall not wait 5 ms for the event loop's
    uvloop.run(work(settings()))


async def work(configured: Settings) -> None:
    if configured.database_url is None or configured.redis_url is None:
        sys.exit("DATABASE_URL and REDIS_URL have to be set; `flowtape up` sets them for its own servers")
    url, redis_url = configured.database_url.get_secret_value(), configured.redis_url.get_secret_value()
    async with AsyncExitStack() as stack:
        pool = make_pool(url)
        await stack.enter_async_context(pool)
        store = PostgresEventStore(pool, stack.enter_context(Tape(url)))
        stack.callback(store.close)
        queue = PostgresRunQueue(url, pool, configured.worker_name, configured.lease_seconds)
        http = OutboundHttp(Allowed.parse(configured.allow_private))
        stack.push_async_callback(http.close)
        sandbox = make_sandbox(configured)
        stack.push_async_callback(sandbox.close)
        hosts = ExpressionHosts()
        stack.push_async_callback(hosts.close)
        doorbell = ArqDoorbell(redis_url)
        stack.push_async_callback(doorbell.close)
        nodes, clock = Catalogue(), SystemClock()
        around = Surroundings(
            worker=queue.owner,
            store=store,
            queue=queue,
            slots=PostgresSlots(pool, queue.owner),
            payloads=PostgresPayloads(pool),
            files=PostgresFiles(pool),
            nodes=nodes,
            clock=clock,
            hosts=hosts,
            http=http,
            sandbox=sandbox,
            links=SignedLinks(secret_key(configured), configured.base_url),
            context=Context(store=store, doorbell=doorbell, nodes=nodes, clock=clock),
            base_url=configured.base_url,
        )
        engine = Engine(around, configured.worker_executions)
        queue.start(engine.driven)
        stack.callback(queue.stop)
        stack.push_async_callback(engine.stop)
        tail = Tail(url, Log(pool), pause=0.05)  # it only hears of what others ask of our executions
        tail.on_topics("execution.cancel_requested", engine.notice)
        tail.on_topics("execution.resumed", engine.notice)
        await stack.enter_async_context(tail)
        await stack.enter_async_context(Heartbeat(url, "worker", configured.worker_name))
        await _until_told_to_stop(engine.serve(), answer_rings(redis_url, engine.pull_soon, engine.knows))


async def _until_told_to_stop(*work: object) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    tasks = [asyncio.ensure_future(each) for each in work]  # type: ignore[call-overload]
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in (waiting, *tasks):
        task.cancel()
    for ended in await asyncio.gather(waiting, *tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


if __name__ == "__main__":
    main()
