'use strict'
// Errors as node's console shows them, without the frames of this program.
const { withoutOurs } = require('./report.js')

// The text, and which of `keys` are left to show.
function ofError(error, constructor, keys, indentation) {
  const stack = withoutOurs(typeof error.stack === 'string' && error.stack ? error.stack : String(error))
  const hidden = ['stack', ...['message', 'name'].filter((key) => stack.includes(String(error[key])))]
  const left = keys.filter((key) => !hidden.includes(key))
  for (const key of ['cause', 'errors']) {
    if (Object.hasOwn(error, key) && !left.includes(key)) left.push(key)
  }
  const named = byClass(stack, constructor, String(error.name))
  const text = /\n {4}at /.test(named) ? named : `[${named}]`
  return { text: text.replaceAll('\n', `\n${' '.repeat(indentation)}`), left }
}

// An error of a class that has no name of its own is shown by the class.
function byClass(stack, constructor, name) {
  if (constructor === null || constructor === name || !name.endsWith('Error') || !stack.startsWith(name)) return stack
  return constructor.includes(name)
    ? `${constructor}${stack.slice(name.length)}`
    : `${constructor} [${name}]${stack.slice(name.length)}`
}

module.exports = { ofError }
