// Setters for indices, on the prototype of all: each array that isn't made whole tells them what goes in.
for (const name of ['0', '1', '2', '3']) {
  Object.defineProperty(home, name, {
    __proto__: null,
    get() {
      note('get ' + name, this)
    },
    set(value) {
      note('set ' + name, this, value)
    },
    configurable: true,
  })
}
const uses = [
  () => console.log({ a: [1] }, 2),
  () => setTimeout(() => 0, 1, 2),
  () => new URL('http://a/?b=c').searchParams,
  () => btoa('x'),
  () => structuredClone([1, new Map([[1, 2]])]),
  () => new TextDecoder().decode(new TextEncoder().encode('é')),
  () => DateTime.now().toISO(),
  () => _.chunk([1, 2, 3]),
  () => $('other').all(),
  () => load('luxon'),
]
for (let at = 0; at < uses.length; at++)
  try {
    uses[at]()
  } catch (error) {
    note('error', error)
  }
for (let at = 0; at < 4; at++) delete home[at]
