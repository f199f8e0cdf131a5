'use strict'
// From what the code returned to items; whatever is wrong with it is said with its place.
const { types } = require('util')

const MAX_DEPTH = 100
const ITEM_KEYS = new Set(['json', 'binary', 'paired'])
const LONE_SURROGATE = /\p{Surrogate}/u
const EMPTY = ['isMap', 'isSet', 'isWeakMap', 'isWeakSet', 'isRegExp', 'isPromise', 'isArrayBuffer', 'isArrayBufferView',
  'isSharedArrayBuffer', 'isNativeError']

class NotItems extends Error {
  constructor(message) {
    super(message[0].toUpperCase() + message.slice(1))
  }
}

// The texts of the items that mode `all` returned, one by one.
function* itemsOfAll(value) {
  if (isObject(value)) return yield encode(value, isItem(value), 'the returned object')
  if (!Array.isArray(value)) {
    throw new NotItems(`The code returned ${describe(value)}; return an array of objects, or one object.`)
  }
  let wrapped = null
  for (let index = 0; index < value.length; index++) {
    const element = value[index]
    if (!isObject(element)) throw new NotItems(`Item ${index} is ${describe(element)}; every item must be an object.`)
    const item = isItem(element)
    if (wrapped !== null && wrapped !== item) throw new NotItems(mixture(index, wrapped))
    wrapped = item
    yield encode(element, wrapped, `item ${index}`)
  }
}

// The text of the one item that a call in mode `each` returned.
function itemOfEach(value, index) {
  if (isObject(value)) return encode(value, isItem(value), `item ${index}`)
  throw new NotItems(`For item ${index} the code returned ${describe(value)}; return one object for each item.`)
}

function mixture(index, earlierWrapped) {
  const kinds = ['an item with a `json` key', 'a plain object']
  const [earlier, now] = earlierWrapped ? kinds : kinds.reverse()
  return `The code returned a mixture: item ${index} is ${now}, while item ${index - 1} is ${earlier}; return one kind.`
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isEmptyAsJson(value)
}

function isItem(value) {
  return isObject(value.json) && Object.keys(value).every((key) => ITEM_KEYS.has(key))
}

function encode(value, wrapped, place) {
  const item = wrapped ? value : { json: value }
  for (const key of Object.keys(item)) check(item[key], wrapped ? `${place}.${key}` : place, [])
  return JSON.stringify(item)
}

// Refuses what JSON.stringify would drop, change or choke on, but for undefined, which it leaves out.
function check(value, place, above) {
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) throw new NotItems(`${place} has a lone surrogate, which isn't Unicode text.`)
    return
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotItems(`${place} is ${value}, which JSON can't hold.`)
    return
  }
  if (value === null || value === undefined || typeof value === 'boolean') return
  if (typeof value !== 'object' || isEmptyAsJson(value)) {
    throw new NotItems(`${place} is ${describe(value)}, which JSON can't hold${advice(value)}.`)
  }
  checkInside(value, place, above)
}

function checkInside(value, place, above) {
  if (types.isDate(value) && Number.isNaN(value.getTime())) throw new NotItems(`${place} is an invalid Date.`)
  if (above.includes(value)) throw new NotItems(`${place} contains itself, which JSON can't hold.`)
  if (above.length >= MAX_DEPTH) throw new NotItems(`${place.slice(0, 60)}… has more than ${MAX_DEPTH} levels.`)
  if (typeof value.toJSON === 'function') {
    const shown = value.toJSON()
    if (shown !== value) check(shown, place, [...above, value])
    return
  }
  above.push(value)
  for (const key of Object.keys(value)) {
    if (LONE_SURROGATE.test(key)) throw new NotItems(`${place} has a key with a lone surrogate, which isn't Unicode text.`)
    check(value[key], Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`, above)
  }
  above.pop()
}

function isEmptyAsJson(value) {
  return EMPTY.some((name) => types[name]?.(value)) || ArrayBuffer.isView(value)
}

function advice(value) {
  if (types.isPromise(value)) return '; use await'
  if (types.isMap(value)) return '; use Object.fromEntries()'
  if (types.isSet(value)) return '; use Array.from()'
  if (typeof value === 'bigint') return '; use Number() or String()'
  return ''
}

function describe(value) {
  if (value === undefined || value === null) return 'nothing'
  const name = typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`
}

module.exports = { NotItems, itemOfEach, itemsOfAll }
