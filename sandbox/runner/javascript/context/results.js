'use strict'
// From what the code returned to items; whatever is wrong with it is said with its place.
const { hasOwn, includes, isArray, isFinite, isNaN, isView, isWellFormed, keys, slice } = require('./intrinsics.js')
const { getPrototypeOf, objectPrototype, stringify, tagOf, timeOf, upper } = require('./intrinsics.js')

const MAX_DEPTH = 100
const ITEM_KEYS = { __proto__: null, json: true, binary: true, paired: true }
const BOXES = { __proto__: null, '[object Number]': true, '[object String]': true, '[object Boolean]': true }
const EMPTY = { __proto__: null }
for (const name of [
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'RegExp',
  'Promise',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Error',
]) {
  EMPTY[`[object ${name}]`] = true
}

class NotItems {
  constructor(message) {
    this.message = upper(message[0]) + slice(message, 1)
  }
}

// Calls `give` with the text of each item that mode `all` returned.
function itemsOfAll(value, give) {
  if (isObject(value)) return give(encode(value, isItem(value), 'the returned object'))
  if (!isArray(value)) {
    throw new NotItems(`The code returned ${describe(value)}; return an array of objects, or one object.`)
  }
  let wrapped = null
  for (let index = 0; index < value.length; index++) {
    const element = value[index]
    if (!isObject(element)) throw new NotItems(`Item ${index} is ${describe(element)}; every item must be an object.`)
    const item = isItem(element)
    if (wrapped !== null && wrapped !== item) throw new NotItems(mixture(index, wrapped))
    wrapped = item
    give(encode(element, wrapped, `item ${index}`))
  }
}

// The text of the one item that a call in mode `each` returned.
function itemOfEach(value, index) {
  if (isObject(value)) return encode(value, isItem(value), `item ${index}`)
  throw new NotItems(`For item ${index} the code returned ${describe(value)}; return one object for each item.`)
}

function mixture(index, earlierWrapped) {
  const wrapped = 'an item with a `json` key'
  const [earlier, now] = earlierWrapped ? [wrapped, 'a plain object'] : ['a plain object', wrapped]
  return `The code returned a mixture: item ${index} is ${now}, while item ${index - 1} is ${earlier}; return one kind.`
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !isArray(value) && !isEmptyAsJson(value)
}

function isItem(value) {
  if (!isObject(value.json)) return false
  const names = keys(value)
  for (let at = 0; at < names.length; at++) if (!ITEM_KEYS[names[at]]) return false
  return true
}

function encode(value, wrapped, place) {
  const item = wrapped ? value : { json: value }
  const names = keys(item)
  for (let at = 0; at < names.length; at++) {
    const fault = faultOf(item[names[at]], [])
    if (fault) throw new NotItems(`${place}${wrapped ? `.${names[at]}` : ''}${fault.within}${fault.says}`)
  }
  return textOf(item, names, wrapped, place)
}

// Part by part, so that the item has no say in how it shows itself as a whole.
function textOf(item, names, wrapped, place) {
  let text = ''
  for (let at = 0; at < names.length; at++) {
    const name = names[at]
    const shown = stringify(item[name])
    if (name === 'json' && (typeof shown !== 'string' || shown[0] !== '{')) {
      const what = `${place}${wrapped ? '.json' : ''} is ${describe(item.json)}`
      throw new NotItems(`${what}, which is no object once it is JSON.`)
    }
    if (typeof shown === 'string') text += `${text ? ',' : '{'}"${name}":${shown}`
  }
  return `${text}}`
}

// What JSON.stringify would drop, change or choke on, but for undefined, which it leaves out: {within: path, says}, or null.
function faultOf(value, above) {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
      return null
    case 'string':
      return isWellFormed(value) ? null : fault(" has a lone surrogate, which isn't Unicode text.")
    case 'number':
      return isFinite(value) ? null : fault(` is ${value}, which JSON can't hold.`)
    case 'object':
      if (value === null) return null
      if (!isEmptyAsJson(value)) return faultInside(value, above)
  }
  return fault(` is ${describe(value)}, which JSON can't hold${advice(value)}.`)
}

function faultInside(value, above) {
  if (isInvalidDate(value)) return fault(' is an invalid Date.')
  if (includes(above, value)) return fault(" contains itself, which JSON can't hold.")
  if (above.length >= MAX_DEPTH) return { within: '', says: '', deep: true }
  above[above.length] = value
  const found = typeof value.toJSON === 'function' ? faultOfShown(value, above) : faultOfParts(value, above)
  above.length--
  return found
}

function faultOfShown(value, above) {
  const shown = value.toJSON()
  return shown === value ? null : faultOf(shown, above)
}

function faultOfParts(value, above) {
  const names = keys(value)
  for (let at = 0; at < names.length; at++) {
    const name = names[at]
    if (!isWellFormed(name)) return fault(" has a key with a lone surrogate, which isn't Unicode text.")
    const found = faultOf(value[name], above)
    if (found) return inPart(found, isArray(value) ? `[${name}]` : `.${name}`)
  }
  return null
}

function inPart(found, part) {
  const within = part + found.within
  if (!found.deep) return { within, says: found.says }
  return { within: slice(within, 0, 60), says: `… has more than ${MAX_DEPTH} levels.`, deep: true }
}

function fault(says) {
  return { within: '', says }
}

function isInvalidDate(value) {
  return tagOf(value) === '[object Date]' && isNaN(timeOf(value))
}

function isEmptyAsJson(value) {
  const prototype = getPrototypeOf(value)
  if (prototype === objectPrototype || prototype === null || isArray(value)) return false
  return EMPTY[tagOf(value)] === true || isView(value) || hidesAll(value, prototype)
}

// Whether whatever it has is not in fields of its own: an iterator's values, what it inherits, what is private.
function hidesAll(value, prototype) {
  if (keys(value).length || typeof value.toJSON === 'function' || BOXES[tagOf(value)]) return false
  return getPrototypeOf(prototype) !== null || keys(prototype).length > 0 // else a plain object, maybe of another realm
}

function advice(value) {
  switch (describe(value)) {
    case 'a Promise':
      return '; use await'
    case 'a Map':
      return '; use Object.fromEntries()'
    case 'a Set':
    case 'a Generator':
    case 'an Array Iterator':
    case 'a Map Iterator':
    case 'a Set Iterator':
      return '; use Array.from()'
    case 'a bigint':
      return '; use Number() or String()'
  }
  return ''
}

function describe(value) {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value !== 'object') return withArticle(typeof value)
  const name = slice(tagOf(value), 8, -1)
  const bare = name === 'Object' && isEmptyAsJson(value)
  return bare ? `${withArticle(classOf(value))} without fields of its own` : withArticle(name)
}

function withArticle(name) {
  return `${includes(['A', 'E', 'I', 'O', 'U'], upper(name[0])) ? 'an' : 'a'} ${name}`
}

function classOf(value) {
  const name = value.constructor?.name
  return typeof name === 'string' && name ? slice(name, 0, 100) : 'Object'
}

module.exports = { NotItems, itemOfEach, itemsOfAll }
