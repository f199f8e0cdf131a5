'use strict'
// How each kind of object begins, and what stands in it besides its properties.
const { ofError } = require('./inspect/errors.js')
const { ofFunction, prefix } = require('./inspect/names.js')
const { primitive } = require('./inspect/quoting.js')

const MOST_ENTRIES = 100

const getter = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get
const typedArrayName = getter(Object.getPrototypeOf(Uint8Array), Symbol.toStringTag)
const BRANDS = {
  Map: getter(Map, 'size'),
  Set: getter(Set, 'size'),
  ArrayBuffer: getter(ArrayBuffer, 'byteLength'),
  SharedArrayBuffer: getter(SharedArrayBuffer, 'byteLength'),
  DataView: getter(DataView, 'byteLength'),
  WeakMap: WeakMap.prototype.has,
  WeakSet: WeakSet.prototype.has,
  Number: Number.prototype.valueOf,
  String: String.prototype.valueOf,
  Boolean: Boolean.prototype.valueOf,
  BigInt: BigInt.prototype.valueOf,
  Symbol: Symbol.prototype.valueOf,
  Date: Date.prototype.getTime,
}
const BY_TAG = ['[object Error]', '[object RegExp]', '[object Promise]', '[object Arguments]']

// Map, Date, Error, …; '' for plain objects.
function kindOf(value) {
  if (Array.isArray(value)) return 'Array'
  if (typeof value === 'function') return 'Function'
  const array = typedArrayName.call(value)
  if (array) return 'TypedArray'
  const tag = Object.prototype.toString.call(value)
  if (BY_TAG.includes(tag)) return tag.slice(8, -1)
  if (Error.isError?.(value)) return 'Error'
  if (tag === '[object Object]' && Object.getPrototypeOf(value) === Object.prototype) return ''
  return Object.keys(BRANDS).find((kind) => isBranded(value, kind)) ?? ''
}

function isBranded(value, kind) {
  try {
    BRANDS[kind].call(value)
    return true
  } catch {
    return false
  }
}

// {base, braces, list, keys}: `inside` are the texts before those of the properties.
function openingOf(kind, value, { constructor, tag, keys, indentation }) {
  const braces = (fallback, size) => [`${prefix(constructor, tag, fallback, size)}{`, '}']
  const brackets = (shown, size) => [`${shown ? prefix(constructor, tag, kind, size) : ''}[`, ']']
  switch (kind) {
    case 'Array':
      return { braces: brackets(constructor !== 'Array' || tag !== '', `(${value.length})`), list: value }
    case 'TypedArray':
      return {
        braces: [`${prefix(constructor, tag, typedArrayName.call(value), `(${value.length})`)}[`, ']'],
        list: value,
      }
    case 'Map':
    case 'Set':
      return { braces: braces(kind, `(${BRANDS[kind].call(value)})`) }
    case 'Function':
      return { base: ofFunction(value, constructor, tag), braces: ['{', '}'] }
    case 'Arguments':
      return { braces: ['[Arguments] {', '}'] }
    case 'Error': {
      const { text, left } = ofError(value, constructor, keys, indentation)
      return { base: text, keys: left, braces: ['{', '}'] }
    }
    case 'RegExp':
      return { base: classed(constructor, tag, 'RegExp') + RegExp.prototype.toString.call(value), braces: ['{', '}'] }
    case 'Date':
      return { base: classed(constructor, tag, 'Date') + date(value), braces: ['{', '}'] }
    case 'Number':
    case 'String':
    case 'Boolean':
    case 'BigInt':
    case 'Symbol':
      return { base: boxed(kind, value, constructor), keys: keys.filter((key) => !isIndex(key)), braces: ['{', '}'] }
    case '':
      return { braces: constructor === 'Object' && tag === '' ? ['{', '}'] : braces('Object') }
    default:
      return { braces: braces(kind) }
  }
}

function classed(constructor, tag, kind) {
  const shown = prefix(constructor, tag, kind)
  return shown === `${kind} ` ? '' : shown
}

function date(value) {
  return Number.isNaN(BRANDS.Date.call(value)) ? 'Invalid Date' : Date.prototype.toISOString.call(value)
}

function boxed(kind, value, constructor) {
  const other = constructor === kind ? '' : ` (${constructor ?? 'null prototype'})`
  return `[${kind}${other}: ${primitive(BRANDS[kind].call(value), 0)}]`
}

function isIndex(key) {
  return typeof key === 'string' && /^(?:0|[1-9][0-9]*)$/.test(key)
}

function remaining(count) {
  return count > 0 ? [`... ${count} more item${count > 1 ? 's' : ''}`] : []
}

module.exports = { MOST_ENTRIES, isIndex, kindOf, openingOf, remaining }
