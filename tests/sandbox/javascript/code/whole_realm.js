// All that there is in a context, as text.
const { getPrototypeOf, getOwnPropertyDescriptors, isExtensible, isFrozen } = Object
const numbers = new Map()
const waiting = [
  globalThis,
  async function () {},
  function* () {},
  async function* () {},
  [].values(),
  'x'.matchAll(/x/g),
  new Map().keys(),
]
const lines = []
const shown = (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    return typeof value + ' ' + String(value)
  if (!numbers.has(value)) {
    numbers.set(value, numbers.size)
    waiting.push(value)
  }
  return 'object ' + numbers.get(value)
}
while (waiting.length) {
  const value = waiting.shift()
  const text = typeof value === 'function' ? Function.prototype.toString.call(value) : ''
  lines.push([shown(value), shown(getPrototypeOf(value)), isExtensible(value), isFrozen(value), text].join(' '))
  const found = getOwnPropertyDescriptors(value)
  for (const key of Reflect.ownKeys(found)) {
    const { value: inner, get, set, writable, configurable, enumerable } = found[key]
    lines.push([String(key), shown(inner), shown(get), shown(set), writable, configurable, enumerable].join(' '))
  }
}
return { size: lines.length, text: lines.join('\n') }
