'use strict'
// One step, as the process outside drives it: only text, numbers and the author's function come in.
const { AsyncFunction, Error, Promise, defineProperty, hasOwn, keys, parse } = require('./intrinsics.js')
const { input, ofNode } = require('./input.js')
const { complete, fail } = require('./outcome.js')
const { flush, give } = require('./output.js')
const { itemOfEach, itemsOfAll } = require('./results.js')
const { prepareStackTrace } = require('./stack.js')
require('./globals.js')

const items = []
const others = { nodes: {}, matching: {} }

// `text` is a JSON object: its `nodes` and `matching` back $('Name'), every other variable becomes a global.
function define(text) {
  const variables = parse(text)
  const names = keys(variables)
  for (let at = 0; at < names.length; at++) {
    const value = variables[names[at]]
    if (hasOwn(others, names[at])) others[names[at]] = value
    else defineProperty(globalThis, names[at], { __proto__: null, value, writable: true, configurable: true })
  }
}

function take(chunk) {
  const more = parse(chunk)
  for (let at = 0; at < more.length; at++) items[items.length] = more[at]
}

// What is wrong with the code: only code that closes its function early passes the compiler and is refused here.
function refusal(parameters, code) {
  try {
    new AsyncFunction(parameters, code)
    return ''
  } catch (error) {
    return explainSyntax(error.name, error.message, error.stack)
  }
}

function explainSyntax(name, message, stack) {
  return require('./report.js').ofSyntax(name, message, stack)
}

// Ends the step, but where the code awaits what never comes.
async function run(code, mode) {
  try {
    await (mode === 'all' ? runOnce(code) : runEach(code))
    flush()
    complete()
  } catch (error) {
    fail(error)
  }
}

async function runOnce(code) {
  itemsOfAll(await call(code, items, 0), give)
}

async function runEach(code) {
  for (let index = 0; index < items.length; index++) {
    give(itemOfEach(await call(code, items[index], index), index))
  }
}

function call(code, first, index) {
  return code(first, input(items, index), items[index]?.json, (name) => ofNode(others, name, index))
}

// In place of node's own. The promise is of the process's realm, once the process is used up.
function importModule(_, name, phase, attributes) {
  return ask('lendImport', name, attributes?.type) ?? Promise.reject(new Error('The step is over'))
}

function fire(timer) {
  require('./timers.js').fire(timer)
}

module.exports = {
  __proto__: null,
  define,
  explainSyntax,
  fail,
  fire,
  importModule,
  prepareStackTrace,
  refusal,
  run,
  take,
}
