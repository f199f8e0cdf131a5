'use strict'
// The timers of the running step, by the numbers that its context gave them.
const active = new Map()

const STARTED = {
  __proto__: null,
  immediate: (run) => setImmediate(run),
  interval: (run, delay) => setInterval(run, delay),
  timeout: (run, delay) => setTimeout(run, delay),
}

function start(number, kind, delay, fire) {
  const run = () => {
    if (kind !== 'interval') active.delete(number)
    fire(number)
  }
  active.set(number, STARTED[kind](run, delay))
}

// clearTimeout() stops each kind but immediates.
function stop(number) {
  const timer = active.get(number)
  clearTimeout(timer)
  clearImmediate(timer)
  active.delete(number)
}

// Whether the step stays alive for it.
function hold(number, held) {
  const timer = active.get(number)
  if (held) timer?.ref()
  else timer?.unref()
}

function dropAll() {
  for (const number of active.keys()) stop(number)
}

module.exports = { dropAll, hold, start, stop }
