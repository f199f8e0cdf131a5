'use strict'
// console: each line is written before the call returns.
const { format } = require('./inspect/format.js')
const { inspect } = require('./inspect/value.js')
const { table } = require('./inspect/table.js')

const OUT = 1
const ERR = 2
const counts = new Map()
const started = new Map()
let indentation = ''

function write(fd, text) {
  ask('print', fd, `${indentation}${indentation ? text.replaceAll('\n', `\n${indentation}`) : text}\n`)
}

function log(...values) {
  write(OUT, format(values))
}

function error(...values) {
  write(ERR, format(values))
}

function trace(...values) {
  const { withoutOurs } = require('./report.js')
  const stack = withoutOurs(new Error(format(values)).stack)
  write(ERR, stack.replace(/^Error/, 'Trace'))
}

function assert(condition, ...values) {
  if (condition) return
  const [first, ...others] = values
  if (typeof first === 'string') error(`Assertion failed: ${first}`, ...others)
  else error(...(values.length ? ['Assertion failed:', ...values] : ['Assertion failed']))
}

function count(label = 'default') {
  counts.set(`${label}`, (counts.get(`${label}`) ?? 0) + 1)
  log(`${label}: ${counts.get(`${label}`)}`)
}

function group(...values) {
  if (values.length) log(...values)
  indentation += '  '
}

function timeLog(label = 'default', ...values) {
  const start = started.get(`${label}`)
  if (start !== undefined) log(`${label}: ${(ask('now') - start).toFixed(3)}ms`, ...values)
}

const console = {
  log,
  info: log,
  debug: log,
  dirxml: log,
  warn: error,
  error,
  trace,
  assert,
  count,
  group,
  groupCollapsed: group,
  timeLog,
  countReset: (label = 'default') => void counts.delete(`${label}`),
  dir: (value, options) => write(OUT, inspect(value, options)),
  groupEnd: () => void (indentation = indentation.slice(2)),
  table: (rows, columns) =>
    write(OUT, typeof rows === 'object' && rows !== null ? table(rows, columns) : format([rows])),
  time: (label = 'default') => void started.set(`${label}`, ask('now')),
  timeEnd(label = 'default') {
    timeLog(label)
    started.delete(`${label}`)
  },
}

module.exports = { console }
