'use strict'
// One step as the process sees it: its context, what used the process up, and how it ended.
const vm = require('vm')
const { answer } = require('./answers.js')
const { callInto, callNode } = require('./callbacks.js')
const scripts = require('./scripts.js')
const timers = require('./timers.js')

const PARAMETERS = { __proto__: null, all: 'items, $input, $json, $', each: 'item, $input, $json, $' }
// Code that will use more of the process than what the context has of its own.
const USES_THE_PROCESS = new RegExp(
  [
    /\b(?:fetch|import)\s*\(/,
    /\bprocess(?:\??\.\w|\[)/,
    /\bnew\s+(?:AbortController|Blob|FormData|Headers|Request|Response)\b/,
    /\brequire\s*\((?!\s*(['"`])(?:lodash|luxon)\1\s*\))/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

// A step with its context, that waits for its code. `send` takes its frames, the outcome last; then `whenOver` is called.
function open(send, whenOver) {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY)
  const step = {
    __proto__: null,
    context,
    send,
    whenOver,
    over: false,
    usedUp: '',
    usesProcess: false,
    env: {},
    end,
    fail,
  }
  const ask = (what, first, second, third) => {
    // Late code finds its globals still, and then that nothing answers.
    return step.over && what !== 'load' ? undefined : answer(step, what, first, second, third)
  }
  step.inside = scripts.entry().runInContext(context)(ask)
  callInto(step.inside)
  return step
}

function takeCode(step, text) {
  const { code, mode, variables, env } = JSON.parse(text)
  step.code = code
  step.mode = mode
  step.env = env ?? {}
  step.usesProcess = USES_THE_PROCESS.test(code)
  step.inside.define(JSON.stringify(variables))
}

function takeItems(step, text) {
  step.inside.take(text)
}

function run(step) {
  const compiled = compile(step)
  if (compiled) step.inside.run(compiled.runInContext(step.context), step.mode)
}

// The author's function, or nothing where the step ended in a syntax error.
function compile(step) {
  const parameters = PARAMETERS[step.mode]
  const refuse = () => step.inside.refusal(parameters, step.code)
  try {
    const { script, refusal } = scripts.authorsFunction(parameters, step.code, refuse)
    if (!refusal) return script
    end(step, 'code_error', refusal)
  } catch (error) {
    end(step, 'code_error', step.inside.explainSyntax(error.name, error.message, error.stack))
  }
}

// What was thrown where the context itself could not catch it.
function fail(step, reason) {
  if (step.over) step.usedUp ||= 'it threw something after its end'
  else step.inside.fail(reason)
}

function end(step, outcome, message, exitCode = 0) {
  if (step.over) return
  step.over = true
  timers.dropAll()
  step.send('O', JSON.stringify({ outcome, message, exit_code: exitCode }))
  step.whenOver()
}

// Once nothing of the step can run any more: let go of its context.
function close(step) {
  step.context = step.inside = null
  callNode()
}

module.exports = { close, end, fail, open, run, takeCode, takeItems }
