'use strict'
// How the step ends, told once; what is told later is not heard.
const { NotItems } = require('./results.js')

function complete() {
  ask('end', 'completed', '')
}

function fail(reason) {
  ask('end', 'code_error', reason instanceof NotItems ? reason.message : explain(reason))
}

function explain(reason) {
  try {
    return require('./report.js').ofThrown(reason)
  } catch {
    return 'The code threw something that cannot be shown.'
  }
}

module.exports = { complete, fail }
