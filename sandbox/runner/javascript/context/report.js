'use strict'
// Errors as the author of the code should see them: without the frames of this program.
const LONGEST = 16000
const MOST_CAUSES = 5
const FRAME_OF_CODE = /[( ]code:(\d+):\d+\)?$/
const PLACE_OF_SYNTAX_ERROR = /^code:(\d+)$/

function ofThrown(reason) {
  const stack = reason?.stack
  if (typeof stack === 'string') {
    return `${show(`${reason.name}: ${reason.message}`, stack)}${causes(reason)}`.slice(0, LONGEST)
  }
  const { inspect } = require('./inspect/value.js')
  return `The code threw ${inspect(reason)}`.slice(0, LONGEST)
}

function causes(reason) {
  let said = ''
  let cause = reason.cause
  for (let depth = 0; depth < MOST_CAUSES && cause !== undefined && cause !== null; depth++) {
    const { inspect } = require('./inspect/value.js')
    said += `\n\nCaused by ${typeof cause.stack === 'string' ? `${cause.name}: ${cause.message}` : inspect(cause)}`
    cause = cause.cause
  }
  return said
}

function ofSyntax(name, message, stack) {
  return show(`${name}: ${message}`, stack)
}

function show(summary, stack) {
  const lines = withoutOurs(stack).split('\n')
  const place = lines.map((line) => FRAME_OF_CODE.exec(line) ?? PLACE_OF_SYNTAX_ERROR.exec(line)).find(Boolean)
  return `${summary}${place ? ` (line ${place[1]})` : ''}\n\n${lines.join('\n')}`.slice(0, LONGEST)
}

function withoutOurs(stack) {
  const lines = stack.split('\n')
  return lines.filter((line) => !line.startsWith('    at ') || FRAME_OF_CODE.test(line)).join('\n')
}

module.exports = { ofSyntax, ofThrown, withoutOurs }
