'use strict'
// Strings, numbers and keys as node's console shows them.
const LINE = 16
const WIDTH = 80
const LONGEST = 10000
const UNSEEN = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const UNSEEN_BUT_QUOTE =
  /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const SHORT = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', "'": "\\'", '\\': '\\\\' }
const PLAIN_KEY = /^[a-zA-Z_][a-zA-Z_0-9]*$/

function quote(text) {
  const mark = quotationMark(text)
  return `${mark}${text.replace(mark === "'" ? UNSEEN : UNSEEN_BUT_QUOTE, escape)}${mark}`
}

function quotationMark(text) {
  if (!text.includes("'")) return "'"
  if (!text.includes('"')) return '"'
  return text.includes('`') || text.includes('${') ? "'" : '`'
}

function escape(character) {
  const code = character.charCodeAt(0)
  if (SHORT[character]) return SHORT[character]
  return code < 256 ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` : `\\u${code.toString(16)}`
}

function primitive(value, indentation) {
  if (typeof value === 'string') return string(value, indentation)
  if (Object.is(value, -0)) return '-0'
  return typeof value === 'bigint' ? `${value}n` : String(value)
}

function string(text, indentation) {
  const shown = text.slice(0, LONGEST)
  const more = text.length - shown.length
  const trailer = more > 0 ? `... ${more} more character${more > 1 ? 's' : ''}` : ''
  if (shown.length <= LINE || shown.length <= WIDTH - indentation - 4) return quote(shown) + trailer
  return (
    shown
      .split(/(?<=\n)/)
      .map(quote)
      .join(` +\n${' '.repeat(indentation + 2)}`) + trailer
  )
}

function key(name) {
  if (typeof name === 'symbol') return name.toString().replace(UNSEEN, escape)
  if (name === '__proto__') return "['__proto__']"
  return PLAIN_KEY.test(name) ? name : quote(name)
}

module.exports = { key, primitive }
