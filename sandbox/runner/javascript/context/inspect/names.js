'use strict'
// What node's console calls things: by their constructor, with their tag where that says more.

// The name of the constructor, or null where there is none.
function constructorOf(value) {
  for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, 'constructor')?.value
    if (typeof found === 'function' && found.name !== '' && isInstance(value, found)) return String(found.name)
  }
  return null
}

function isInstance(value, constructor) {
  try {
    return value instanceof constructor
  } catch {
    return false
  }
}

function tagOf(value) {
  const tag = value[Symbol.toStringTag]
  const shownAnyway = Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag)
  return typeof tag === 'string' && !shownAnyway ? tag : ''
}

function prefix(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    return `[${fallback}${size}: null prototype] ${tag !== '' && fallback !== tag ? `[${tag}] ` : ''}`
  }
  return `${constructor}${size} ${tag !== '' && !endsWord(constructor, tag) ? `[${tag}] ` : ''}`
}

function endsWord(constructor, tag) {
  const at = constructor.indexOf(tag)
  if (at === -1) return false
  const next = constructor[at + tag.length]
  return next === undefined || next !== next.toLowerCase()
}

function ofFunction(value, constructor, tag) {
  const source = Function.prototype.toString.call(value)
  if (/^class\b[^(]*\{/.test(source)) return ofClass(value, constructor, tag)
  const type = Object.prototype.toString.call(value).slice(8, -1)
  const name = value.name === '' ? ' (anonymous)' : `: ${String(value.name)}`
  const nameless = constructor === null ? ' (null prototype)' : ''
  const other = constructor !== type && constructor !== null ? ` ${constructor}` : ''
  return `[${type}${nameless}${name}]${other}${tag !== '' && constructor !== tag ? ` [${tag}]` : ''}`
}

function ofClass(value, constructor, tag) {
  const name = (Object.hasOwn(value, 'name') && value.name) || '(anonymous)'
  const other = constructor !== 'Function' && constructor !== null ? ` [${constructor}]` : ''
  const above = Object.getPrototypeOf(value)?.name
  return `[class ${name}${other}${tag !== '' && constructor !== tag ? ` [${tag}]` : ''}${above ? ` extends ${above}` : ''}]`
}

module.exports = { constructorOf, ofFunction, prefix, tagOf }
