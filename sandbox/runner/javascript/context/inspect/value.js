'use strict'
// Values as node's console shows them: the same limits of depth and length.
const { layOut } = require('./inspect/layout.js')
const { MOST_ENTRIES, isIndex, kindOf, openingOf, remaining } = require('./inspect/kinds.js')
const { constructorOf, prefix, tagOf } = require('./inspect/names.js')
const { key: keyText, primitive } = require('./inspect/quoting.js')

const CUSTOM = Symbol.for('nodejs.util.inspect.custom')
const LONGEST = 2 ** 24

function inspect(value, { depth = 2 } = {}) {
  return new Inspection(depth ?? Infinity).show(value, 0)
}

class Inspection {
  #most
  #above = []
  #circular = new Map()
  #indentation = 0
  #deepest = 0
  #length = 0

  constructor(most) {
    this.#most = most
  }

  show(value, depth) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      return primitive(value, this.#indentation)
    }
    const custom = this.#custom(value, depth)
    if (custom !== undefined) return custom
    if (this.#above.includes(value)) return `[Circular *${this.#reference(value)}]`
    return this.#object(value, depth)
  }

  #custom(value, depth) {
    const method = value[CUSTOM]
    if (
      typeof method !== 'function' ||
      Object.getOwnPropertyDescriptor(value, 'constructor')?.value?.prototype === value
    ) {
      return undefined
    }
    const shown = method.call(value, this.#most - depth, { depth: this.#most - depth, stylize: String }, inspect)
    if (shown === value) return undefined
    if (typeof shown !== 'string') return this.show(shown, depth)
    return shown.replaceAll('\n', `\n${' '.repeat(this.#indentation)}`)
  }

  #reference(value) {
    if (!this.#circular.has(value)) this.#circular.set(value, this.#circular.size + 1)
    return this.#circular.get(value)
  }

  #object(value, depth) {
    const [kind, constructor, tag, all] = [kindOf(value), constructorOf(value), tagOf(value), enumerableKeys(value)]
    const own = { constructor, tag, keys: all, indentation: this.#indentation }
    const { base = '', braces, list, keys = all } = openingOf(kind, value, own)
    const properties = list ? keys.filter((key) => !isIndex(key)) : keys
    const empty = properties.length === 0 && isEmptyInside(kind, value)
    if (empty && base) return base
    if (empty) return `${braces[0]}${braces[1]}`
    if (depth > this.#most || this.#length > LONGEST) return `[${prefix(constructor, tag, 'Object').slice(0, -1)}]`
    const entries = this.#inside(value, depth + 1, () => [
      ...this.#contents(kind, value, depth + 1),
      ...properties.map((key) => this.#property(value, key, depth + 1)),
    ])
    const index = this.#circular.get(value)
    const marked = index ? `<ref *${index}>${base ? ` ${base}` : ''}` : base
    const place = { indentation: this.#indentation, depth: depth + 1, deepest: this.#deepest }
    const text = layOut({ entries, base: marked, braces, list, ...place })
    this.#length += text.length
    return text
  }

  #inside(value, depth, entries) {
    this.#above.push(value)
    this.#deepest = depth
    const found = entries()
    this.#above.pop()
    return found
  }

  #contents(kind, value, depth) {
    switch (kind) {
      case 'Array':
        return this.#elements(value, depth)
      case 'TypedArray':
        return [
          ...Array.from(value.slice(0, MOST_ENTRIES), (each) => primitive(each, 0)),
          ...remaining(value.length - MOST_ENTRIES),
        ]
      case 'Set':
        return this.#members(Set.prototype.values.call(value), value.size, (each) => this.show(each, depth))
      case 'Map':
        return this.#members(Map.prototype.entries.call(value), value.size, ([key, each]) => {
          return `${this.show(key, depth)} => ${this.show(each, depth)}`
        })
      case 'Promise':
        return [this.#promise(value, depth)]
      case 'WeakMap':
      case 'WeakSet':
        return ['<items unknown>']
      case 'ArrayBuffer':
      case 'SharedArrayBuffer':
        return [`[Uint8Contents]: <${bytes(value)}>`, `[byteLength]: ${value.byteLength}`]
      case 'DataView':
        return ['byteLength', 'byteOffset', 'buffer'].map((key) => `[${key}]: ${this.#indented(value[key], depth)}`)
    }
    return []
  }

  #elements(value, depth) {
    const entries = []
    let index = 0
    while (index < value.length && entries.length < MOST_ENTRIES) {
      const present = Object.hasOwn(value, index)
      const next = present ? index + 1 : nextPresent(value, index)
      entries.push(
        present
          ? this.#property(value, index, depth, true)
          : `<${next - index} empty item${next - index > 1 ? 's' : ''}>`,
      )
      index = next
    }
    return [...entries, ...remaining(value.length - index)]
  }

  #members(iterator, size, show) {
    const entries = []
    this.#indentation += 2
    for (const each of iterator) {
      if (entries.length === MOST_ENTRIES) break
      entries.push(show(each))
    }
    this.#indentation -= 2
    return [...entries, ...remaining(size - MOST_ENTRIES)]
  }

  #promise(value, depth) {
    const state = ask('promiseState', value)
    if (state === 'pending') return '<pending>'
    const shown = this.#indented(ask('promiseResult', value), depth)
    return state === 'rejected' ? `<rejected> ${shown}` : shown
  }

  #indented(value, depth) {
    this.#indentation += 2
    const shown = this.show(value, depth)
    this.#indentation -= 2
    return shown
  }

  #property(value, key, depth, bare = false) {
    const found = Object.getOwnPropertyDescriptor(value, key)
    const shown = found.get || found.set ? accessor(found) : this.#indented(found.value, depth)
    if (bare) return shown
    return found.enumerable ? `${keyText(key)}: ${shown}` : `[${keyText(key)}]: ${shown}`
  }
}

function accessor({ get, set }) {
  if (get) return set ? '[Getter/Setter]' : '[Getter]'
  return '[Setter]'
}

function enumerableKeys(value) {
  const symbols = Object.getOwnPropertySymbols(value)
  return [...Object.keys(value), ...symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(value, key))]
}

function isEmptyInside(kind, value) {
  if (['Array', 'TypedArray'].includes(kind)) return value.length === 0
  if (['Map', 'Set'].includes(kind)) return value.size === 0
  return !['Promise', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView'].includes(kind)
}

function nextPresent(value, from) {
  const next = Object.keys(value).find((key) => isIndex(key) && Number(key) > from)
  return next === undefined ? value.length : Number(next)
}

function bytes(value) {
  const shown = Array.from(new Uint8Array(value).slice(0, MOST_ENTRIES), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join(' ')
  const more = value.byteLength - MOST_ENTRIES
  return more > 0 ? `${shown} ... ${more} more byte${more > 1 ? 's' : ''}` : shown
}

module.exports = { inspect }
