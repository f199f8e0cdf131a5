'use strict'
// What a context may ask of its process. Only text and numbers go in; what comes out is text, numbers or functions of
// the context's own, but for what is lent, after which the process is used up.
const { print } = require('./frames.js')
const lent = require('./lent.js')
const packages = require('./packages.js')
const scripts = require('./scripts.js')
const timers = require('./timers.js')
const { useUp } = require('./used_up.js')
const { internalBinding } = require('internal/test/binding')

const { getPromiseDetails } = internalBinding('util')
const STATES = ['pending', 'fulfilled', 'rejected']

const answers = {
  __proto__: null,

  load: (step, name) => scripts.ownModule(name).runInContext(step.context),
  print: (step, fd, text) => print(fd === 2 ? 2 : 1, `${text}`),
  items: (step, text) => step.send('I', `${text}`),
  end: (step, outcome, message) => step.end(step, `${outcome}`, `${message}`),

  startTimer: (step, number, kind, delay) => timers.start(number, kind, delay, step.inside.fire),
  stopTimer: (step, number) => timers.stop(number),
  holdTimer: (step, number, held) => timers.hold(number, held),

  promiseState: (step, promise) => STATES[getPromiseDetails(promise)[0]],
  promiseResult: (step, promise) => getPromiseDetails(promise)[1],

  now: () => performance.now(),
  timeOrigin: () => performance.timeOrigin,
  uuid: () => crypto().randomUUID(),
  random: (step, count) => crypto().randomFillSync(Buffer.allocUnsafeSlow(count)).latin1Slice(),

  parseUrl: (step, address, base) => partsOf(URL.parse(address, base)),
  changeUrl(step, address, name, value) {
    const url = new URL(address)
    try {
      url[name] = value
    } catch {
      return ''
    }
    return partsOf(url)
  },

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

// Loaded when it is asked for: few steps do.
function crypto() {
  return require('crypto')
}

function partsOf(url) {
  if (!url) return ''
  const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } = url
  return JSON.stringify({ href, origin, protocol, username, password, host, hostname, port, pathname, search, hash })
}

function answer(step, what, first, second, third) {
  return answers[what](step, first, second, third)
}

module.exports = { answer }
