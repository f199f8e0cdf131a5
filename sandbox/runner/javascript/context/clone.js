'use strict'
// structuredClone for the kinds of values that the language has.
const { kindOf } = require('./inspect/kinds.js')

const BOXED = ['Number', 'String', 'Boolean', 'BigInt']
const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }

class DataCloneError extends Error {
  name = 'DataCloneError'
}

function structuredClone(value, options) {
  if (arguments.length === 0) throw new TypeError('The "value" argument must be specified')
  if (options?.transfer?.length) return ask('lend', 'structuredClone')(value, options)
  return copyOf(value, new Map())
}

function copyOf(value, known) {
  if (typeof value === 'symbol' || typeof value === 'function') {
    throw new DataCloneError(`${String(value)} could not be cloned.`)
  }
  if (typeof value !== 'object' || value === null) return value
  if (known.has(value)) return known.get(value)
  const [copy, fill] = begun(value, known)
  known.set(value, copy)
  fill?.()
  return copy
}

// The copy, and what fills it once it is known: it may contain itself.
function begun(value, known) {
  const kind = kindOf(value)
  switch (kind) {
    case 'Array': {
      const copy = new Array(value.length)
      return [copy, () => copyProperties(value, copy, known)]
    }
    case 'Map': {
      const copy = new Map()
      return [copy, () => [...value].forEach(([key, each]) => copy.set(copyOf(key, known), copyOf(each, known)))]
    }
    case 'Set': {
      const copy = new Set()
      return [copy, () => [...value].forEach((each) => copy.add(copyOf(each, known)))]
    }
    case 'Date':
      return [new Date(value.getTime())]
    case 'RegExp':
      return [new RegExp(value.source, value.flags)]
    case 'ArrayBuffer':
      return [value.slice(0)]
    case 'TypedArray':
    case 'DataView':
      return [viewOf(value, known)]
    case 'Error':
      return errorOf(value, known)
    case '': {
      const copy = {}
      return [copy, () => copyProperties(value, copy, known)]
    }
  }
  if (BOXED.includes(kind)) return [Object(value.valueOf())]
  throw new DataCloneError(`#<${kind}> could not be cloned.`)
}

function copyProperties(from, to, known) {
  for (const key of Object.keys(from)) {
    const value = copyOf(from[key], known)
    Object.defineProperty(to, key, { value, writable: true, enumerable: true, configurable: true })
  }
}

function viewOf(view, known) {
  const type = globalThis[Object.prototype.toString.call(view).slice(8, -1)] ?? Uint8Array
  return new type(copyOf(view.buffer, known), view.byteOffset, view.length ?? view.byteLength)
}

function errorOf(error, known) {
  const copy = new (Object.hasOwn(ERRORS, error.name) ? ERRORS[error.name] : Error)(error.message)
  Object.defineProperty(copy, 'stack', { value: error.stack, writable: true, configurable: true })
  return [copy, () => Object.hasOwn(error, 'cause') && (copy.cause = copyOf(error.cause, known))]
}

module.exports = { structuredClone }
