// Error.prepareStackTrace sees all frames, of the process too: their this, function and arguments.
const look = (error, sites) => {
  note('sites', error, sites, getPrototypeOf(sites))
  for (const site of sites) {
    note('site', site, getPrototypeOf(site), site.constructor)
    for (const name of ownKeys(getPrototypeOf(site))) {
      if (name === 'constructor') continue
      try {
        note(name, site[name]())
      } catch (error) {
        note(name, error)
      }
    }
  }
  return ''
}
Error.prepareStackTrace = look
new Error('x').stack
nothing: try {
  nothing
} catch (error) {
  error.stack
}
console.log({
  get a() {
    return 1
  },
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return new Error('x').stack
  },
})
console.log(new Error('shown'))
await new Promise((resolve) =>
  setTimeout(() => {
    new Error('x').stack
    resolve()
  }),
)
await new Promise((resolve) =>
  setImmediate(() => {
    new Error('x').stack
    resolve()
  }),
)
queueMicrotask(() => new Error('x').stack)
await null
new URL({
  toString() {
    new Error('x').stack
    return 'http://a'
  },
})
structuredClone({
  get a() {
    return new Error('x').stack
  },
})
JSON.stringify({
  toJSON() {
    return new Error('x').stack
  },
})
_.map([1], () => new Error('x').stack)
globalThis.Error = { prepareStackTrace: look }
try {
  nothing
} catch (error) {
  error.stack
}
