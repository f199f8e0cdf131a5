'use strict'
// The globals that JavaScript on servers has besides the language's own, each made when the code first asks for it.
// Some are lent by the process, which is used up from then on.
const { defineProperty } = require('./intrinsics.js')

const OWN = {
  __proto__: null,
  './base64.js': ['atob', 'btoa'],
  './clone.js': ['structuredClone'],
  './console.js': ['console'],
  './crypto.js': ['crypto'],
  './packages.js': ['DateTime', 'Duration', 'Interval', '_', 'require'],
  './performance.js': ['performance'],
  './timers.js': [
    'clearImmediate',
    'clearInterval',
    'clearTimeout',
    'queueMicrotask',
    'setImmediate',
    'setInterval',
    'setTimeout',
  ],
}
// Lent, too, to code that uses other things of the process: they would not know one another.
const OWN_OR_LENT = {
  __proto__: null,
  './text.js': ['TextDecoder', 'TextEncoder'],
  './url.js': ['URL', 'URLSearchParams'],
}
// The language's own, that leave something behind which runs when the step is long over.
const LATE = ['FinalizationRegistry', 'WebAssembly']

function lazily(name, make) {
  const settle = (value) => {
    defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false })
    return value
  }
  defineProperty(globalThis, name, {
    __proto__: null,
    get: () => settle(make()),
    set: settle,
    configurable: true,
    enumerable: false,
  })
}

function lend(name) {
  return ask('lend', name)
}

for (const name of ask('namesLent').split(',')) lazily(name, () => lend(name))
for (const file in OWN) for (const name of OWN[file]) lazily(name, () => require(file)[name])
for (const file in OWN_OR_LENT) {
  for (const name of OWN_OR_LENT[file]) lazily(name, () => (ask('lends') ? lend(name) : require(file)[name]))
}
for (const name of LATE) {
  const value = globalThis[name]
  lazily(name, () => {
    ask('useUp', name)
    return value
  })
}
lazily('global', () => globalThis)

const { waitAsync } = Atomics
Atomics.waitAsync = (...values) => {
  ask('useUp', 'Atomics.waitAsync')
  return waitAsync(...values)
}
