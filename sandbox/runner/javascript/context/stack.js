'use strict'
// Takes the place of node's own callback while code runs: that one is of the process's realm, and so would be the
// RangeError that it throws at the end of the stack.
const { Error, arrayPrototype, getPrototypeOf } = require('./intrinsics.js')

const asText = Function.prototype.bind.call(Function.prototype.call, Error.prototype.toString)

function prepareStackTrace(global, error, sites) {
  const own = global.Error?.prepareStackTrace
  if (typeof own === 'function' && getPrototypeOf(sites) === arrayPrototype) return own(error, sites)
  let text = headline(error)
  for (let at = 0; at < sites.length; at++) text += `\n    at ${sites[at]}`
  return text
}

function headline(error) {
  try {
    return asText(error)
  } catch {
    return '<error>'
  }
}

module.exports = { prepareStackTrace }
