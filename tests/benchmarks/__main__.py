"""``make bench``: each number that Flowtape has to reach, beside what it reaches here."""

import asyncio
import sys

from tests.benchmarks import appending, moving, projecting, rows, sandbox
from tests.benchmarks.installation import Installation
from tests.benchmarks.row import Row, table

SECONDS = 8.0


async def measure(at: Installation) -> list[Row]:
    connection = await at.sign_in()
    await asyncio.sleep(3)
    memory = at.memory()
    found = [Row("idle memory, whole stack", 450, 350, sum(memory.values()), "MB")]
    report("memory by part, MB", memory)
    rate, spent = await rows.ten_sets(at, connection, SECONDS)
    found.append(Row("webhook, 10 data.set, reply; 16 in flight", 150, 300, rate, "per s", True))
    report("CPU ms per execution by part", spent)
    alone = await rows.ten_sets_alone(at)
    found.append(Row("the same one at a time, p50", 20, 12, alone, "ms"))
    steps = await rows.three_steps(at, connection, SECONDS)
    found.append(Row("webhook, 3 JavaScript code steps, reply; 16 in flight", 75, 150, steps, "per s", True))
    found.append(Row("100 trivial nodes in a row", 50, 20, await rows.hundred_nodes(at, connection), "ms"))
    took, grown, opened = await rows.many_rounds(at, connection, 10_000)
    found.append(Row("loop of 10,000 rounds over two pure nodes", 20, 10, took, "s"))
    found.append(Row("the same: growth of the worker", 50, 25, grown, "MB"))
    found.append(Row("the same: opened", 500, 250, opened, "ms"))
    taken = await rows.accepted(at, connection, SECONDS)
    found.append(Row("webhooks accepted, workers running", 500, 1000, taken, "per s", True))
    click = await rows.click_to_event(at, connection)
    found.append(Row("click to first node event in the stream, p50", 50, 25, click, "ms"))
    behind = await rows.behind_bulk(at, connection)
    found.append(Row("manual execution behind 10,000 of bulk, slowest", 1, 0.3, behind, "s"))
    took, grew = await moving.copied(at, connection)
    found.append(Row(f"{moving.MEGABYTES} MB from code to code, copied and stored", 2, 1, took, "s"))
    found.append(Row("worker memory growing in both steps, in payloads", 3, 2, grew, "ratio"))
    again = await rows.restarted(at, connection)
    found.append(Row("kill -9 of a worker, restarted one goes on", 5, 2, again, "s"))
    other = await rows.taken_over(at, connection)
    found.append(Row("kill -9 of a worker, another one goes on", 15, 10, other, "s"))
    return found


def measure_append() -> Row:
    ours, plain = appending.measure()
    report("append, events per second", {"ours": ours, "plain": plain})
    return Row("append, against plain binary-array inserts", 0.3, 0.6, ours / plain, "ratio", True)


def measure_sandbox() -> list[Row]:
    found = sandbox.measure()
    report("docker exec, ms", {str(each): took for each, took in found.executed.items()})
    report("docker run, ms", {str(each): took for each, took in found.docker_run.items()})
    return [Row(*row) for row in sandbox.rows(found)]


def report(title: str, numbers: dict[str, float]) -> None:
    parts = ", ".join(f"{name} {value:.4g}" for name, value in sorted(numbers.items(), key=lambda p: -p[1]))
    print(f"  {title}: {parts} (together {sum(numbers.values()):.4g})", flush=True)


def main() -> int:
    with Installation() as at:
        found = asyncio.run(measure(at))
        at.stop()
        found.append(Row("second start until ready", 5, 3, at.start(), "s"))
    found.append(measure_append())
    found.append(Row("projecting into read tables", 5000, 20000, projecting.measure(), "events/s", True))
    found += measure_sandbox()
    print(f"\n{table(found)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
