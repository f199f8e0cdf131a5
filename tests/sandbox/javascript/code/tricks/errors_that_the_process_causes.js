// An error that the process throws into the code is of the process's realm, unless it is made anew.
const wrong = [
  () => new URL('nope'),
  () => new URL(Symbol('x')),
  () =>
    new URL({
      toString() {
        throw new Error('own')
      },
    }),
  () => atob('*'),
  () => btoa('€'),
  () => structuredClone(() => 0),
  () => crypto.getRandomValues(new Float64Array(1)),
  () => load(1),
  () => crypto.getRandomValues(new Uint8Array(70000)),
  () => setTimeout('code'),
  () => queueMicrotask(),
  () => (new URL('http://a').port = {}),
  () => {
    new URL('http://a').href = 'nope'
  },
  () => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])),
  () => $('Nobody'),
  () => $('other').item,
  () =>
    console.log({
      get [Symbol.toStringTag]() {
        throw null
      },
    }),
  () => setTimeout(() => 0, Symbol('x')),
  () =>
    setTimeout(() => 0, {
      valueOf() {
        throw new Error('own')
      },
    }),
  () => nothing,
  () => null.x,
  () => JSON.parse('{'),
  () => new RegExp('('),
  () => eval('('),
  () => new Function('('),
  () => decodeURI('%'),
  () => 1n / 0n,
  () => new Array(-1),
  () => 'x'.repeat(2 ** 30),
  () => new Intl.NumberFormat('x'),
  () => new Date(NaN).toISOString(),
  () => Object.defineProperty(Object.freeze({}), 'a', { value: 1 }),
  () => new Uint8Array(-1),
  () => Symbol() + '',
]
for (const each of wrong) {
  try {
    each()
  } catch (error) {
    note(String(each), error, error?.constructor)
    if (isObject(error)) walk(error, String(each))
  }
}
