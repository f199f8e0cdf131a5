'use strict'
// Timers whose handles and callbacks stay inside; the process outside knows only their numbers.
const { Promise, then } = require('./intrinsics.js')
const { fail } = require('./outcome.js')

const pending = new Map()
let last = 0

class Timer {
  #number
  constructor(number) {
    this.#number = number
  }
  ref() {
    ask('holdTimer', this.#number, true)
    return this
  }
  unref() {
    ask('holdTimer', this.#number, false)
    return this
  }
  close() {
    clear(this)
    return this
  }
  [Symbol.toPrimitive]() {
    return this.#number
  }
  static numberOf(handle) {
    return typeof handle === 'object' && handle !== null && #number in handle ? handle.#number : Number(handle)
  }
}
const { numberOf } = Timer
delete Timer.numberOf

function start(kind, callback, delay, values) {
  if (typeof callback !== 'function') throw new TypeError('The callback of a timer must be a function')
  const number = ++last
  pending.set(number, { callback, values, repeats: kind === 'interval' })
  ask('startTimer', number, kind, Number(delay))
  return new Timer(number)
}

function clear(handle) {
  const number = numberOf(handle)
  if (pending.delete(number)) ask('stopTimer', number)
}

function fire(number) {
  const timer = pending.get(number)
  if (!timer) return
  if (!timer.repeats) pending.delete(number)
  guarded(timer.callback, timer.values)
}

function guarded(callback, values) {
  try {
    callback(...values)
  } catch (error) {
    fail(error)
  }
}

function queueMicrotask(callback) {
  if (typeof callback !== 'function') throw new TypeError('What is queued must be a function')
  then(Promise.resolve(), () => guarded(callback, []))
}

module.exports = {
  fire,
  clearImmediate: clear,
  clearInterval: clear,
  clearTimeout: clear,
  queueMicrotask,
  setImmediate: (callback, ...values) => start('immediate', callback, 0, values),
  setInterval: (callback, delay, ...values) => start('interval', callback, delay, values),
  setTimeout: (callback, delay, ...values) => start('timeout', callback, delay, values),
}
