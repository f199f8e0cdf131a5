'use strict'
// Scripts: each is compiled once, however many contexts it runs in.
const fs = require('fs')
const path = require('path')
const vm = require('vm')
const { lendImport } = require('./lent.js')

const OWN_FOLDER = path.join(__dirname, 'context')
const MOST_CODES = 50
const LONGEST_CODE = 200_000

const own = { __proto__: null }
const packages = { __proto__: null }
let codes = { __proto__: null }
let kept = 0

// The first script of a context.
function entry() {
  const filename = `${OWN_FOLDER}/entry.js`
  return (own.entry ??= compile(fs.readFileSync(filename, 'utf8'), { filename }))
}

// A module of ./context, as a function.
function ownModule(name) {
  return (own[name] ??= asFunction('module, require, ask', path.join(OWN_FOLDER, name)))
}

// A module of a package, as a function.
function packageModule(file) {
  return (packages[file] ??= asFunction('exports, require, module, __filename, __dirname, global', file))
}

// All modules of ./context.
function ownModules() {
  const names = fs
    .readdirSync(OWN_FOLDER, { recursive: true })
    .filter((name) => name.endsWith('.js') && name !== 'entry.js')
  return names.map((name) => ownModule(`./${name}`))
}

function asFunction(parameters, file) {
  const text = fs.readFileSync(file, 'utf8')
  return compile(`(function (${parameters}) {${text}\n})`, { filename: file, importModuleDynamically })
}

// {script, refusal}: the author's function. Throws a SyntaxError. `refuse` tells what else is wrong with new code.
function authorsFunction(parameters, code, refuse) {
  const key = `${parameters}\n${code}`
  if (codes[key]) return codes[key]
  const text = `(async function (${parameters}) {\n${code}\n})`
  const script = compile(text, { filename: 'code', lineOffset: -1, importModuleDynamically })
  const result = { script, refusal: refuse() }
  if (code.length <= LONGEST_CODE) keep(key, result)
  return result
}

// A process serves few different codes: when there are too many it starts afresh.
function keep(key, result) {
  if (kept === MOST_CODES) {
    codes = { __proto__: null }
    kept = 0
  }
  codes[key] = result
  kept++
}

// For a process that is used up; before, import() is answered by the context itself.
function importModuleDynamically(name, _, attributes) {
  return lendImport(name, attributes.type)
}

function compile(text, options) {
  return new vm.Script(text, { __proto__: null, ...options })
}

module.exports = { authorsFunction, entry, ownModule, ownModules, packageModule }
