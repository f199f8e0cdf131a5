'use strict'
// What a context may ask of its process. Only text and numbers go in; what comes out is text, numbers or functions of
// the context's own, but for what is lent, after which the process is used up.
const { performance } = require('perf_hooks')
const { randomFillSync, randomUUID } = require('crypto')
const { print, send } = require('./frames.js')
const lent = require('./lent.js')
const packages = require('./packages.js')
const scripts = require('./scripts.js')
const timers = require('./timers.js')
const { useUp } = require('./used_up.js')

const answers = {
  __proto__: null,

  load: (step, name) => scripts.ownModule(name).runInContext(step.context),
  print: (step, fd, text) => print(fd === 2 ? 2 : 1, `${text}`),
  items: (step, text) => send('I', `${text}`),
  end: (step, outcome, message) => step.end(step, `${outcome}`, `${message}`),

  startTimer: (step, number, kind, delay) => timers.start(number, kind, delay, step.inside.fire),
  stopTimer: (step, number) => timers.stop(number),
  holdTimer: (step, number, held) => timers.hold(number, held),

  now: () => performance.now(),
  timeOrigin: () => performance.timeOrigin,
  uuid: () => randomUUID(),
  random: (step, count) => randomFillSync(Buffer.allocUnsafeSlow(count)).latin1Slice(),

  find: (step, name, from) => packages.find(name, from),
  package: (step, file) => scripts.packageModule(file).runInContext(step.context),
  text: (step, file) => packages.text(file),

  namesLent: () => lent.names.join(),
  lends: (step) => step.usesProcess || step.usedUp !== '',
  useUp: (step, why) => useUp(step, why),
  lend(step, name) {
    useUp(step, name)
    return lent.lendGlobal(name)
  },
  lendModule(step, name) {
    useUp(step, `require(${JSON.stringify(name)})`)
    return lent.lendModule(name)
  },
  lendImport(step, name, type) {
    useUp(step, 'import()')
    return lent.lendImport(name, type)
  },
}

function answer(step, what, first, second, third) {
  return answers[what](step, first, second, third)
}

module.exports = { answer }
