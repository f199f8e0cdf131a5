// Whoever looks into what it is given is seen by the traps of a proxy, with what it passes.
const spy = (target, how) =>
  new Proxy(
    target,
    new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...all) => {
            if (name === 'getPrototypeOf') return getPrototypeOf(...all)
            note(how + name, ...all)
            if (name === 'apply') note(how, ...all[2])
            if (name === 'construct') note(how, ...all[1])
            return Reflect[name](...all)
          },
      },
    ),
  )
console.log(
  spy({ a: spy([], 'a') }, 'log'),
  spy(function () {}, 'function'),
  spy(class {}, 'class'),
)
console.table(spy([spy({}, 'row')], 'table'))
console.dir({}, spy({}, 'options'))
console.log('%s %d %i %f %j %o %O %c', ...Array.from('sdifjoOc', (kind) => spy({}, kind)))
setTimeout(
  spy(() => 0, 'callback'),
  spy({ valueOf: () => 0 }, 'delay'),
  spy({}, 'value'),
)
queueMicrotask(spy(() => 0, 'microtask'))
for (const make of [
  () => new URL(spy({ toString: () => 'http://a' }, 'url')),
  () => atob(spy({}, 'atob')),
  () => structuredClone(spy({}, 'clone')),
  () => new URLSearchParams(spy({ a: 1 }, 'params')),
  () => clearTimeout(spy({}, 'clear')),
  () => $(spy({}, 'node')),
  () => load(spy({}, 'load')),
  () => new TextDecoder().decode(spy(new Uint8Array(2), 'decode')),
  () => new TextDecoder('utf8', spy({}, 'options')),
  () => performance.now(spy({}, 'now')),
  () => crypto.getRandomValues(spy(new Uint8Array(2), 'random')),
  () => console.assert(spy({}, 'assert'), spy({}, 'assert')),
]) {
  try {
    make()
  } catch (error) {
    note(String(make), error)
  }
}
await new Promise((resolve) => setTimeout(resolve, 5))
