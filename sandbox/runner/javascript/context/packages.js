'use strict'
// require(): packages of pure JavaScript run inside the context; everything else the process lends.
const loaded = new Map()

function requireFrom(from) {
  return function require(name) {
    if (typeof name !== 'string') throw new TypeError('The name of a module must be a string')
    const file = ask('find', name, from)
    return file ? load(file).exports : borrow(name)
  }
}

function borrow(name) {
  const { module, missing } = ask('lendModule', name)
  if (missing) throw Object.assign(new Error(missing.message), { code: missing.code })
  return module
}

function load(file) {
  const known = loaded.get(file)
  if (known) return known
  const module = { id: file, filename: file, loaded: false, exports: {} }
  loaded.set(file, module)
  try {
    evaluate(module, file)
  } catch (error) {
    loaded.delete(file)
    throw error
  }
  module.loaded = true
  return module
}

function evaluate(module, file) {
  if (file.endsWith('.json')) {
    module.exports = JSON.parse(ask('text', file))
    return
  }
  const folder = file.slice(0, file.lastIndexOf('/'))
  const lodash = file.includes('/lodash/')
  if (!lodash) module.require = requireFrom(file)
  const scope = lodash ? withoutNode() : globalThis
  ask('package', file).call(module.exports, module.exports, requireFrom(file), module, file, folder, scope)
}

// lodash would ask node for things as soon as it is loaded, and does without them.
function withoutNode() {
  return Object.create(globalThis, { process: { value: undefined }, Buffer: { value: undefined } })
}

const requireForCode = requireFrom('')

module.exports = {
  require: requireForCode,
  get _() {
    return requireForCode('lodash')
  },
  get DateTime() {
    return requireForCode('luxon').DateTime
  },
  get Duration() {
    return requireForCode('luxon').Duration
  },
  get Interval() {
    return requireForCode('luxon').Interval
  },
}
