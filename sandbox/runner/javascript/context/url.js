'use strict'
// URL: the process takes addresses apart, as text; their objects are the context's own.
const { URLSearchParams, listen, replace } = require('./search_params.js')

const PARTS = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']
const CUSTOM = Symbol.for('nodejs.util.inspect.custom')

class URL {
  #parts
  #params = null

  constructor(address, base) {
    const found = parsed(address, base)
    if (!found) throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: `${address}` })
    this.#parts = found
  }

  static canParse(address, base) {
    return parsed(address, base) !== null
  }

  static parse(address, base) {
    return URL.canParse(address, base) ? new URL(address, base) : null
  }

  static part(url, name) {
    return url.#parts[name]
  }

  static change(url, name, value) {
    const found = parsedText(ask('changeUrl', url.#parts.href, name, `${value}`))
    if (!found) throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: `${value}` })
    url.#parts = found
    if (url.#params && name !== 'hash') replace(url.#params, found.search)
  }

  get origin() {
    return this.#parts.origin
  }

  get searchParams() {
    if (!this.#params) {
      this.#params = new URLSearchParams(this.#parts.search)
      listen(this.#params, (text) => (this.#parts = parsedText(ask('changeUrl', this.#parts.href, 'search', text))))
    }
    return this.#params
  }

  toString() {
    return this.#parts.href
  }

  toJSON() {
    return this.#parts.href
  }

  [CUSTOM](depth, options, inspect) {
    const { href, origin, ...others } = this.#parts
    const { search, hash, ...before } = others
    const shown = { href, origin, ...before, search, searchParams: this.searchParams, hash }
    return `URL ${inspect(shown, { depth })}`
  }
}

const { change, part } = URL
delete URL.change
delete URL.part
for (const name of PARTS) {
  Object.defineProperty(URL.prototype, name, {
    get() {
      return part(this, name)
    },
    set(value) {
      change(this, name, value)
    },
    enumerable: true,
    configurable: true,
  })
}

function parsed(address, base) {
  return parsedText(ask('parseUrl', `${address}`, base === undefined ? undefined : `${base}`))
}

function parsedText(text) {
  return text ? JSON.parse(text) : null
}

module.exports = { URL, URLSearchParams }
