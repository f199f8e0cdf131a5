'use strict'
// Where node's console breaks lines: short things stay on one, long arrays become columns.
const WIDTH = 80
const NESTED_ON_ONE_LINE = 3
const MOST_ENTRIES = 100

// `entries` are texts. `depth` of the value, `deepest` of what is inside of it; `list` is the array, if it is one.
function layOut({ entries, base, braces, indentation, depth, deepest, list }) {
  const lines = list && entries.length > 6 ? columns(entries, indentation, list) : entries
  const [open, close] = braces
  const start = base ? `${base} ` : ''
  if (deepest - depth < NESTED_ON_ONE_LINE && lines === entries && fits(entries, base, open, indentation)) {
    const line = entries.join(', ')
    if (!line.includes('\n')) return `${start}${open} ${line} ${close}`
  }
  const next = `\n${' '.repeat(indentation)}`
  return `${start}${open}${next}  ${lines.join(`,${next}  `)}${next}${close}`
}

function fits(entries, base, open, indentation) {
  let length = 2 * entries.length + indentation + open.length + base.length + 10
  if (length + entries.length > WIDTH) return false
  for (const entry of entries) length += entry.length
  return length <= WIDTH && !base.includes('\n')
}

function columns(entries, indentation, list) {
  const count = entries.length > MOST_ENTRIES ? entries.length - 1 : entries.length
  const widths = entries.slice(0, count).map((entry) => entry.length)
  const widest = Math.max(...widths) + 2
  const total = widths.reduce((sum, width) => sum + width + 2, 0)
  if (widest * 3 + indentation >= WIDTH || (total / widest <= 5 && widest > 8)) return entries
  const number = columnCount(entries.length, count, widest, total, indentation)
  if (number <= 1) return entries
  const lines = rows(entries, count, number, columnWidths(widths, number), isNumeric(list, entries.length))
  return count < entries.length ? [...lines, entries[count]] : lines
}

function columnCount(all, count, widest, total, indentation) {
  const biased = Math.max(widest - 3 - Math.sqrt(widest - total / all), 1)
  const square = Math.round(Math.sqrt(2.5 * biased * count) / biased)
  return Math.min(square, Math.floor((WIDTH - indentation) / widest), NESTED_ON_ONE_LINE * 4, 15)
}

function columnWidths(widths, number) {
  return Array.from({ length: number }, (_, column) => {
    let width = 0
    for (let at = column; at < widths.length; at += number) width = Math.max(width, widths[at])
    return width + 2
  })
}

function rows(entries, count, number, widths, numeric) {
  const lines = []
  for (let start = 0; start < count; start += number) {
    const row = entries.slice(start, Math.min(start + number, count))
    const last = row.length - 1
    const cells = row.slice(0, last).map((entry, column) => pad(`${entry}, `, widths[column], numeric))
    lines.push(cells.join('') + (numeric ? row[last].padStart(widths[last] - 2) : row[last]))
  }
  return lines
}

function pad(text, width, numeric) {
  return numeric ? text.padStart(width) : text.padEnd(width)
}

function isNumeric(list, length) {
  for (let at = 0; at < length; at++) {
    if (typeof list[at] !== 'number' && typeof list[at] !== 'bigint') return false
  }
  return true
}

module.exports = { layOut }
