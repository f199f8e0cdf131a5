'use strict'
// console.table: a row for each entry, a column for each key of the rows.
const { inspect } = require('./inspect/value.js')

function table(rows, wanted) {
  if (rows instanceof Map) {
    return draw(
      ['(iteration index)', 'Key', 'Values'],
      [...rows].map(([key, value], at) => [`${at}`, brief(key), brief(value)]),
    )
  }
  if (rows instanceof Set)
    return draw(
      ['(iteration index)', 'Values'],
      [...rows].map((value, at) => [`${at}`, brief(value)]),
    )
  return ofRows(Object.entries(rows), wanted)
}

function ofRows(entries, wanted) {
  const columns = wanted ?? [...new Set(entries.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : [])))]
  const anyPlain = entries.some(([, row]) => !isRow(row))
  const head = ['(index)', ...columns, ...(anyPlain ? ['Values'] : [])]
  const body = entries.map(([index, row]) => [
    `${index}`,
    ...columns.map((column) => (isRow(row) && Object.hasOwn(row, column) ? brief(row[column]) : '')),
    ...(anyPlain ? [isRow(row) ? '' : brief(row)] : []),
  ])
  return draw(head, body)
}

function isRow(value) {
  return typeof value === 'object' && value !== null
}

function brief(value) {
  return inspect(value, { depth: isRow(value) ? 0 : 2 })
}

function draw(head, body) {
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => row[column].length)) + 2)
  const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right
  const line = (cells) => `│${cells.map((cell, column) => ` ${cell}`.padEnd(widths[column])).join('│')}│`
  return [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤'), ...body.map(line), rule('└', '┴', '┘')].join('\n')
}

module.exports = { table }
