// Every method of the language tells what passes through it: functions of the process must not.
const define = Object.defineProperty
const methods = [
  Function.prototype,
  Array.prototype,
  String.prototype,
  RegExp.prototype,
  Map.prototype,
  Set.prototype,
  Object.prototype,
  Promise.prototype,
  Error.prototype,
  Number.prototype,
  Symbol.prototype,
  Object,
  Array,
  JSON,
  Reflect,
  Math,
  Promise,
  String,
  Number,
  Object.getPrototypeOf(Uint8Array.prototype),
  ArrayBuffer.prototype,
  Date.prototype,
  Object.getPrototypeOf([].values()),
  WeakMap.prototype,
]
for (const owner of methods) {
  for (const name of ownKeys(owner)) {
    const found = descriptorOf(owner, name)
    if (typeof found.value !== 'function' || name === 'constructor' || !found.configurable) continue
    const real = found.value
    const watched = {
      method(...all) {
        note(name, this)
        for (let at = 0; at < all.length; at++) note(name, all[at])
        return apply(real, this, all)
      },
    }
    define(owner, name, { ...found, value: watched.method })
  }
}
for (const name of ['exports', 'then', 'over', 'context', 'env', 'stack', 'cause', 'type', 'with', 'a']) {
  define(home, name, {
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
console.log('%o', { a: [1, new Map([[1, 2]])] }, new Error('x'))
setTimeout(() => 0, 1)
new URL('http://a/?b').searchParams.append('c', 'd')
structuredClone([1, { b: 2 }])
new TextDecoder().decode(new TextEncoder().encode('é'))
crypto.randomUUID()
btoa(atob('YQ=='))
$input.first()
DateTime.now().toISO()
await new Promise((resolve) => setTimeout(resolve, 5))
