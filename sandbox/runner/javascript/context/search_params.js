'use strict'
// URLSearchParams: an ordered list of names and values.
const CUSTOM = Symbol.for('nodejs.util.inspect.custom')
const UNESCAPED = /[!'()~]|%20/g

class URLSearchParams {
  #pairs
  #changed = () => {}

  constructor(init = '') {
    this.#pairs = pairsOf(init)
  }

  static listen(params, changed) {
    params.#changed = () => changed(params.toString())
  }

  static replace(params, text) {
    params.#pairs = parse(text)
  }

  get size() {
    return this.#pairs.length
  }

  append(name, value) {
    this.#pairs.push(pair(name, value))
    this.#changed()
  }

  delete(name, value) {
    this.#pairs = this.#pairs.filter((each) => !matches(each, name, value))
    this.#changed()
  }

  get(name) {
    return this.#pairs.find((each) => matches(each, name))?.[1] ?? null
  }

  getAll(name) {
    return this.#pairs.filter((each) => matches(each, name)).map(([, value]) => value)
  }

  has(name, value) {
    return this.#pairs.some((each) => matches(each, name, value))
  }

  set(name, value) {
    const first = this.#pairs.findIndex((each) => matches(each, name))
    if (first === -1) return this.append(name, value)
    this.#pairs[first] = pair(name, value)
    this.#pairs = this.#pairs.filter((each, at) => at <= first || !matches(each, name))
    this.#changed()
  }

  sort() {
    this.#pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    this.#changed()
  }

  forEach(callback, receiver) {
    for (const [name, value] of this) callback.call(receiver, value, name, this)
  }

  *entries() {
    for (let at = 0; at < this.#pairs.length; at++) yield [...this.#pairs[at]]
  }

  *keys() {
    for (const [name] of this) yield name
  }

  *values() {
    for (const [, value] of this) yield value
  }

  toString() {
    return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  }

  [Symbol.iterator]() {
    return this.entries()
  }

  get [Symbol.toStringTag]() {
    return 'URLSearchParams'
  }

  [CUSTOM](depth, options, inspect) {
    if (!this.#pairs.length) return 'URLSearchParams {}'
    const shown = this.#pairs.map(([name, value]) => `${inspect(name)} => ${inspect(value)}`)
    return `URLSearchParams { ${shown.join(', ')} }`
  }
}

const { listen, replace } = URLSearchParams
delete URLSearchParams.listen
delete URLSearchParams.replace

function pairsOf(init) {
  if (typeof init !== 'object' || init === null) return parse(`${init}`)
  if (typeof init[Symbol.iterator] !== 'function') return Object.keys(init).map((name) => pair(name, init[name]))
  return Array.from(init, (each) => {
    const [name, value, ...others] = each
    if (others.length || [...each].length !== 2) throw new TypeError('Each query pair must be a name and a value')
    return pair(name, value)
  })
}

function parse(text) {
  const pieces = text.replace(/^\?/, '').split('&').filter(Boolean)
  return pieces.map((piece) => {
    const at = piece.indexOf('=')
    return at === -1 ? [decode(piece), ''] : [decode(piece.slice(0, at)), decode(piece.slice(at + 1))]
  })
}

function pair(name, value) {
  return [`${name}`.toWellFormed(), `${value}`.toWellFormed()]
}

function matches([name, value], wanted, wantedValue) {
  return name === `${wanted}` && (wantedValue === undefined || value === `${wantedValue}`)
}

function encode(text) {
  return encodeURIComponent(text).replace(UNESCAPED, (found) => {
    return found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`
  })
}

function decode(text) {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodeLeniently(spaced)
  }
}

// Where some %XX are no UTF-8, or no %XX at all.
function decodeLeniently(text) {
  const { TextDecoder, TextEncoder } = require('./text.js')
  const bytes = []
  for (const piece of text.split(/(%[0-9a-f]{2})/i)) {
    if (/^%[0-9a-f]{2}$/i.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16))
    else bytes.push(...new TextEncoder().encode(piece))
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes))
}

module.exports = { URLSearchParams, listen, replace }
