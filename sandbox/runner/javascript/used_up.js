'use strict'
// Marks the process as one that no further step may see.
const { callNode } = require('./callbacks.js')

// Said at once, while the code can't yet forge what is said. Then make the process what the code expects of it.
function useUp(step, why) {
  if (step.usedUp) return
  step.usedUp = why
  step.send('K', JSON.stringify({ clean: false, why }))
  callNode()
  // What was written must be out before the process ends, and a full pipe must hold the code up.
  for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true)
  Object.assign(process.env, step.env)
  require('http').setGlobalProxyFromEnv()
}

module.exports = { useUp }
