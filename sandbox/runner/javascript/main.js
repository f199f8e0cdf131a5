'use strict'
// A process that runs one JavaScript step after another, each in a context of its own: frames in, frames out.
// It is started as `node <flags> main.js`, with the flags that __init__.py names.
const cleanliness = require('./cleanliness.js')
const { receive, send } = require('./frames.js')
const { close, end, fail, open, run, takeCode, takeItems } = require('./step.js')
const { warmUp } = require('./warm_up.js')

let current = null

// Waits for the next step and starts it. Meanwhile nothing else runs: the event loop does not turn.
function serve() {
  current = open(send, () => setImmediate(answer))
  for (;;) {
    const frame = receive()
    if (frame === null) process.reallyExit(0)
    if (frame.kind === 'C') takeCode(current, frame.text)
    if (frame.kind === 'I') takeItems(current, frame.text)
    if (frame.kind === 'E') return run(current)
  }
}

function answer() {
  close(current)
  const why = cleanliness.trouble(current)
  send('K', JSON.stringify({ clean: !why, why }))
  serve()
}

process.on('uncaughtException', (error) => fail(current, error))
process.on('unhandledRejection', (reason) => fail(current, reason))
process.on('beforeExit', () =>
  end(current, 'code_error', 'The code ended without returning: it awaits what never comes.'),
)
process.on('exit', (code) => {
  if (code) end(current, 'non_zero_exit', `The code exited with status ${code}.`, code)
  else end(current, 'code_error', 'The code ended without returning: it called process.exit().')
})
warmUp((step) => (current = step)).then(() => {
  cleanliness.start()
  send('K', JSON.stringify({ clean: true, why: '' }))
  serve()
})
