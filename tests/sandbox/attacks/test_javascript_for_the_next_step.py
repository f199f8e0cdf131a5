"""A JavaScript step poisons what the next one in the same process uses: prototypes, globals, packages; or it
leaves something running that prints or throws later: timers, promises, workers, children, listeners.

Each step has a context of its own. A process in which something was left, or that a step could touch, is
replaced.
"""

import pytest

from sandbox.model import Limits, Outcome
from tests.sandbox.attacks.arena import Arena, jsons
from tests.sandbox.javascript.code import names, script
from tests.sandbox.running import Lines

LATE = "console.log('late'); throw new Error('late')"
ECHO = "while :; do echo late; done"
RUNNING = {
    "timer": f"setTimeout(() => {{ {LATE} }}, 5)",
    "interval": f"setInterval(() => {{ {LATE} }}, 1)",
    "immediate": f"setImmediate(function again() {{ setImmediate(again); {LATE} }})",
    "promise": f"new Promise((done) => setTimeout(done, 5)).then(() => {{ {LATE} }})",
    "microtasks": "const again = () => Promise.resolve().then(again)\nagain()",
    "rejection": "Promise.reject(new Error('late'))",
    "rejection later": "setTimeout(() => Promise.reject(new Error('late')), 5)",
    "timers without end": f"(function more() {{ setTimeout(more); setTimeout(more); {LATE} }}).call",
    "timer of the process": "require('timers').setInterval(() => process.stdout.write('late\\n'), 1)",
    "timer promises": "require('timers/promises').setTimeout(5).then(() => process.stdout.write('late\\n'))",
    "worker": "new (require('worker_threads').Worker)('for (;;) console.log(\"late\")', { eval: true })",
    "child": f"require('child_process').spawn('sh', ['-c', '{ECHO}'], {{ stdio: 'inherit' }})",
    "detached child": (
        f"require('child_process').spawn('setsid', ['sh', '-c', '{ECHO}'], "
        "{ stdio: 'inherit', detached: true }).unref()"
    ),
    "listener": "process.on('beforeExit', () => console.log('late')).on('exit', () => { for (;;) {} })",
    "signal handler": "process.on('SIGTERM', () => {}).on('uncaughtException', () => console.log('late'))",
    "server": "await new Promise((next) => require('net').createServer(() => {}).listen(4711, next))",
    "open file": "require('fs').openSync('/work/x', 'w')",
    "watcher": "require('fs').watch('/work', () => process.stdout.write('late\\n'))",
    "inspector": "require('inspector').open(0)",
    "asynchronous hook": "require('async_hooks').createHook({ init() { throw new Error('late') } }).enable()",
    "finalizer": "new FinalizationRegistry(() => process.stdout.write('late\\n')).register({}, 1)",
    "next tick": "process.nextTick(function again() { process.nextTick(again) })",
}
TOUCHING = {
    "loader": "require('module')._load = () => { throw new Error('poisoned') }",
    "resolver": "require('module')._extensions['.js'] = () => { throw new Error('poisoned') }",
    "cache": "for (const name of Object.keys(require.cache ?? {})) require.cache[name] = {}",
    "writing": "require('fs').writeSync = require('fs').readSync = () => 0",
    "streams": "process.stdout.write = process.stderr.write = () => { throw new Error('poisoned') }",
    "buffers": "Buffer.prototype.toString = Buffer.from = Buffer.concat = () => 'poisoned'",
    "its prototypes": "require('fs').constructor.prototype.toString = Object.getPrototypeOf(process).on = 1",
    "flags": "for (const flag of ['--stack-size=10', '--jitless']) require('v8').setFlagsFromString(flag)",
    "its environment": "Object.assign(process.env, { NODE_OPTIONS: '--inspect', left: 'x' })",
    "its folder": "process.chdir('/'); process.umask(0o777)",
    "its end": "process.exit = process.reallyExit = process.kill = process.abort = () => {}",
    "virtual machines": "require('vm').Script.prototype.runInContext = () => { throw new Error('poisoned') }",
    "events": "require('events').prototype.emit = () => true",
    "native code": "try { process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6') } catch {}",
    "internals": "try { process.binding('fs').writeBuffer = process.binding('natives').fs = 'x' } catch {}",
    "hooks of promises": "require('v8').promiseHooks.createHook({ init() { throw new Error('poisoned') } })",
    "heap limit": "require('v8').setHeapSnapshotNearHeapLimit(1)",
}


@pytest.mark.parametrize("poison", names("poisons"))
async def test_poison_does_not_reach_the_next_step(arena: Arena, poison: str) -> None:
    await arena.attack("javascript", f"{script(poison)}\nreturn []")
    assert len(jsons(await arena.run("javascript", script("as_ever"), [{"n": 1}]))) == 1


@pytest.mark.parametrize("left", list(RUNNING))
async def test_what_was_left_running_is_not_heard_of_again(arena: Arena, left: str) -> None:
    await arena.attack("javascript", f"{RUNNING[left]}\nreturn []", limits=Limits(wall_time=2))
    lines = Lines()
    waiting = "await new Promise((resolve) => setTimeout(resolve, 20))\nreturn { works: 1 }"
    result = await arena.run("javascript", waiting, lines=lines)
    assert (result.outcome, lines.all) == (Outcome.COMPLETED, [])


@pytest.mark.parametrize("touched", list(TOUCHING))
async def test_a_process_that_a_step_could_touch_is_not_used_again(arena: Arena, touched: str) -> None:
    await arena.attack("javascript", f"{TOUCHING[touched]}\nreturn []")
    code = """
const fs = require('fs'), { createHash } = require('crypto')
const deep = (n) => n ? deep(n - 1) : 0
return {
  left: process.env.left, options: process.env.NODE_OPTIONS, at: process.cwd(), deep: deep(1000),
  hash: createHash('md5').update(Buffer.from('x')).digest('hex').length, read: fs.existsSync('/bin/sh'),
}
"""
    (seen,) = jsons(await arena.run("javascript", code))
    assert seen == {"at": "/work", "deep": 0, "hash": 32, "read": True}
