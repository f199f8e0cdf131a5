'use strict'
// What the code sees: a context of its own with the usual globals, the items, $input, $json and $('Name').
const vm = require('vm')

const FILE = 'code'
const AsyncFunction = (async () => {}).constructor
const SHARED = ['AbortController', 'AbortSignal', 'Buffer', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'atob', 'btoa',
  'clearImmediate', 'clearInterval', 'clearTimeout', 'console', 'performance', 'process', 'queueMicrotask', 'setImmediate',
  'setInterval', 'setTimeout', 'structuredClone']

// {run(items, index) → promise, parse(text), items: []}: values are made inside the context, so that they are of its Object and Array.
function open(request) {
  const context = vm.createContext()
  for (const name of SHARED) define(context, name, globalThis[name])
  define(context, 'require', require)
  define(context, 'global', context)
  const parse = vm.runInContext('JSON.parse', context)
  const { nodes = {}, ...others } = parse(JSON.stringify(request.variables))
  for (const name of Object.keys(others)) define(context, name, others[name])
  const code = compile(context, request)
  const $ = (name) => ofNode(nodes, name)
  const run = (items, index) => code(request.mode === 'all' ? items : items[index], input(items, index), items[index]?.json, $)
  return { run, parse, items: vm.runInContext('[]', context) }
}

function compile(context, { code, mode }) {
  const parameters = `${mode === 'all' ? 'items' : 'item'}, $input, $json, $`
  const script = new vm.Script(`(async function (${parameters}) {\n${code}\n})`, {
    filename: FILE,
    lineOffset: -1,
    importModuleDynamically: (name) => import(name),
  })
  new AsyncFunction(parameters, code) // refuses code that closes the function early
  return script.runInContext(context)
}

function define(context, name, value) {
  Object.defineProperty(context, name, { value, writable: true, configurable: true, enumerable: false })
}

function input(items, index) {
  return { ...list(items), item: items[index] }
}

function list(items) {
  return { all: () => items, first: () => items[0], last: () => items[items.length - 1] }
}

function ofNode(nodes, name) {
  if (!Object.hasOwn(nodes, name)) throw new Error(`There is no output of a node named ${JSON.stringify(name)} here`)
  const found = list(nodes[name])
  return Object.defineProperty(found, 'item', {
    get() {
      throw new Error(`$(${JSON.stringify(name)}).item is not available in code; use .all(), .first() or .last()`)
    },
  })
}

module.exports = { FILE, open }
