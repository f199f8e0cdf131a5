'use strict'
// Steps of our own, so that what the first step of others needs is compiled by then.
const scripts = require('./scripts.js')
const { open, run, takeCode, takeItems } = require('./step.js')

const ROUNDS = 3
const CODE = 'await new Promise((resolve) => setTimeout(resolve, 0)); void console; return items'

// `started` is told each step.
async function warmUp(started) {
  scripts.ownModules()
  for (let round = 0; round < ROUNDS; round++) {
    for (const mode of ['all', 'each']) await once(mode, started)
  }
}

function once(mode, started) {
  return new Promise((resolve) => {
    const step = open(
      () => {},
      () => setImmediate(resolve),
    )
    started(step)
    takeCode(step, JSON.stringify({ code: CODE, mode, variables: { nodes: {} } }))
    takeItems(step, '[{"json": {"a": [1, "b", null]}}]')
    run(step)
  })
}

module.exports = { warmUp }
