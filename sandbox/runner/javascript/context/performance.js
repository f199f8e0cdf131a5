'use strict'
// The clock; the process lends the rest.
const LENT = [
  'clearMarks',
  'clearMeasures',
  'eventLoopUtilization',
  'getEntries',
  'getEntriesByName',
  'getEntriesByType',
  'mark',
  'measure',
  'nodeTiming',
  'timerify',
]

const performance = {
  now: () => ask('now'),
  timeOrigin: ask('timeOrigin'),
  toJSON: () => ({ timeOrigin: performance.timeOrigin }),
}
for (const name of LENT) Object.defineProperty(performance, name, { get: () => lent(name) })

function lent(name) {
  const real = ask('lend', 'performance')
  return typeof real[name] === 'function' ? real[name].bind(real) : real[name]
}

module.exports = { performance }
