// Sloppy functions see who called them, and with what, where the caller isn't strict.
function caller() {
  try {
    note('caller', caller.caller, caller.arguments)
  } catch {}
  note('this', this)
  walk(arguments, 'arguments')
}
setTimeout(caller, 0, 1)
await new Promise((resolve) => setTimeout(resolve, 5))
setImmediate(caller)
queueMicrotask(caller)
new URL({
  toString: function () {
    caller.call(this)
    return 'http://a'
  },
})
setTimeout(() => 0, { valueOf: caller })
console.log({
  [Symbol.for('nodejs.util.inspect.custom')]: caller,
  get [Symbol.toStringTag]() {
    caller.call(this)
  },
})
structuredClone({
  get a() {
    caller.call(this)
  },
})
console.log(
  new Proxy(
    {},
    new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...all) => {
            note(name, ...all)
            return Reflect[name](...all)
          },
      },
    ),
  ),
)
await new Promise((resolve) => setTimeout(resolve, 5))
