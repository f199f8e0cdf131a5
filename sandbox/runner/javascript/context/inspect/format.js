'use strict'
// The arguments of console.log as one text: %s and the like, then the rest, separated by spaces.
const { inspect } = require('./inspect/value.js')

const PLACE = /%[sdijfoOc%]/g

function format(values) {
  const [first, ...others] = values
  if (typeof first !== 'string') return values.map(show).join(' ')
  if (!others.length) return first
  let used = 0
  const text = first.replace(PLACE, (place) => {
    if (place === '%%') return '%'
    return used < others.length ? filled(place[1], others[used++]) : place
  })
  return [text, ...others.slice(used).map(show)].join(' ')
}

function show(value) {
  return typeof value === 'string' ? value : inspect(value)
}

function filled(kind, value) {
  switch (kind) {
    case 's':
      return typeof value === 'object' && value !== null && !Object.hasOwn(value, 'toString')
        ? brief(value)
        : text(value)
    case 'd':
      return number(value, Number)
    case 'i':
      return number(value, Number.parseInt)
    case 'f':
      return number(value, Number.parseFloat)
    case 'j':
      return JSON.stringify(value)
    case 'o':
      return inspect(value, { depth: 4 })
    case 'O':
      return inspect(value)
  }
  return ''
}

function brief(value) {
  const builtIn = [
    Object.prototype.toString,
    Array.prototype.toString,
    Date.prototype.toString,
    Error.prototype.toString,
  ]
  return builtIn.includes(value.toString) || value.toString === undefined ? inspect(value, { depth: 0 }) : String(value)
}

function text(value) {
  return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : String(value)
}

function number(value, parse) {
  if (typeof value === 'symbol') return 'NaN'
  return text(typeof value === 'bigint' ? value : parse(value))
}

module.exports = { format }
