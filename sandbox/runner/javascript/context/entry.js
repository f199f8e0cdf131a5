'use strict'
// The first script in every context. `bridge` is of the process's own realm: nothing of that may ever reach the code, so
// only `ask` touches it, and makes anew what it throws.
;(bridge) => {
  const { RangeError } = globalThis
  const loaded = { __proto__: null }

  function ask(what, first, second, third) {
    try {
      return bridge(what, first, second, third)
    } catch {
      throw new RangeError('Maximum call stack size exceeded')
    }
  }

  function require(name) {
    if (name in loaded) return loaded[name]
    const module = { exports: {} }
    ask('load', name)(module, require, ask)
    loaded[name] = module.exports
    return module.exports
  }

  return require('./step.js')
}
