'use strict'
function inspect(value) {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value) ?? String(value)
}
function format(values) {
  return values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ')
}
module.exports = { format, inspect }
