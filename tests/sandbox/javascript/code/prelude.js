// Tells objects of the process's realm from those of the context, before any trick can change what it uses. A trick says
// note(how, value…); reached lists what is of the process.
const reached = []
const { getPrototypeOf, getOwnPropertyDescriptor: descriptorOf } = Object
const { ownKeys, apply } = Reflect
const [home, push, join, add, has] = [
  Object.prototype,
  Array.prototype.push,
  Array.prototype.join,
  Set.prototype.add,
  Set.prototype.has,
]
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function'

// Everything that inherits in another realm ends at another Object.prototype.
function isForeign(value) {
  if (!isObject(value)) return false
  let top = value
  let above = getPrototypeOf(value)
  for (; above !== null; above = getPrototypeOf(above)) top = above
  return top !== home && descriptorOf(top, 'hasOwnProperty') !== undefined
}

function note(how, ...values) {
  for (let at = 0; at < values.length; at++) if (isForeign(values[at])) apply(push, reached, [how])
}

// All that can be got from `start` without calling anything but the getters that `call` names.
function walk(start, how) {
  const seen = new Set()
  const waiting = [[how, start]]
  while (waiting.length) {
    const [path, value] = waiting.pop()
    if (!isObject(value) || seen.has(value)) continue
    seen.add(value)
    note(path, value)
    const above = getPrototypeOf(value)
    if (above !== null) waiting.push([path + '.__proto__', above])
    for (const key of ownKeys(value)) {
      const { value: inner, get, set } = descriptorOf(value, key)
      const name = path + '.' + String(key)
      waiting.push([name, inner], [name + ' get', get], [name + ' set', set])
    }
  }
  return seen.size
}

// Calls at every depth of the stack, to its end, with more or less of it taken.
const taken = Array.from({ length: 16 }, (_, length) => Array(length))
function atEveryDepth(how, action) {
  const go = (depth) => {
    try {
      apply(action, null, taken[depth % 16])
    } catch (error) {
      note(how, error)
    }
    go(depth + 1)
  }
  try {
    go(0)
  } catch (error) {
    note(how, error)
  }
}
