'use strict'
// Runs a step's JavaScript code in its own process: frames in, frames out.
const { inspect } = require('util')
const { readAll, send } = require('./frames.js')
const { NotItems, itemOfEach, itemsOfAll } = require('./results.js')
const { FILE, open } = require('./scope.js')

const CHUNK_ITEMS = 1000
const CHUNK_SIZE = 1024 * 1024
const LONGEST_MESSAGE = 16000
const FRAME_OF_CODE = new RegExp(`[( ]${FILE}:(\\d+):\\d+\\)?$`)

let ended = false

// What was written must be out before the process ends, and a full pipe must hold the code up.
for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true)

async function main() {
  const { request, chunks } = readAll()
  const { run, parse, items } = open(request)
  for (const chunk of chunks) for (const item of parse(chunk)) items.push(item)
  chunks.length = 0
  if (request.mode === 'all') return sendItems(itemsOfAll(await run(items, 0)))
  const results = []
  for (let index = 0; index < items.length; index++) results.push(itemOfEach(await run(items, index), index))
  sendItems(results)
}

function sendItems(texts) {
  let chunk = []
  let size = 0
  const flush = () => {
    if (chunk.length) send('I', `[${chunk.join(',')}]`)
    chunk = []
    size = 0
  }
  for (const text of texts) {
    chunk.push(text)
    size += text.length
    if (chunk.length >= CHUNK_ITEMS || size >= CHUNK_SIZE) flush()
  }
  flush()
}

function end(outcome, message, exitCode = 0) {
  if (ended) return
  ended = true
  send('O', JSON.stringify({ outcome, message, exit_code: exitCode }))
  process.reallyExit(0)
}

function fail(error) {
  end('code_error', error instanceof NotItems ? error.message : report(error))
}

// The error as its author should see it: without the frames of this program.
function report(error) {
  if (typeof error?.stack !== 'string') return `The code threw ${inspect(error)}`.slice(0, LONGEST_MESSAGE)
  const lines = error.stack.split('\n').filter((line) => !/^ {4}at /.test(line) || FRAME_OF_CODE.test(line))
  const place = lines.map((line) => FRAME_OF_CODE.exec(line) ?? /^code:(\d+)$/.exec(line)).find(Boolean)
  const summary = `${error.name}: ${error.message}${place ? ` (line ${place[1]})` : ''}`
  return `${summary}\n\n${lines.join('\n')}`.slice(0, LONGEST_MESSAGE)
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
process.on('exit', (code) => {
  if (code) end('non_zero_exit', `The code exited with status ${code}.`, code)
  end('code_error', 'The code ended without returning: it called process.exit(), or awaits what never comes.')
})
main().then(() => end('completed', ''), fail)
