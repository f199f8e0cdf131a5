'use strict'
// What the process lends to the code, which can do anything with the process from then on.
const { createRequire, registerHooks } = require('module')
const path = require('path')
const { pathToFileURL } = require('url')
const vm = require('vm')
const { nodeModules } = require('./environment.js')

const OURS = ['global', 'globalThis', 'GLOBAL', 'root']
const BESIDE_PACKAGES = path.join(path.dirname(nodeModules), 'code.js')
const BESIDE_FILES = path.join(process.cwd(), 'code.js')

const bare = new Set(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'))
// The globals of node that a bare context lacks.
const names = Object.getOwnPropertyNames(globalThis).filter((name) => !bare.has(name) && !OURS.includes(name))

const requireOfPackages = createRequire(BESIDE_PACKAGES)
const requireOfFiles = createRequire(BESIDE_FILES)
const importing = { hooks: null }

function isFile(name) {
  return /^\.{0,2}\//.test(name)
}

// {module}, or {missing: {message, code}}.
function lendModule(name) {
  try {
    return { module: (isFile(name) ? requireOfFiles : requireOfPackages)(name) }
  } catch ({ message, code }) {
    return { missing: { message: message.split('\n')[0], code } }
  }
}

function lendGlobal(name) {
  return globalThis[name]
}

// A promise of the module. `type` is that of import attributes, or undefined.
function lendImport(name, type) {
  importing.hooks ??= registerHooks({ resolve: resolveForCode })
  return import(name, type ? { with: { type } } : {})
}

function resolveForCode(name, context, next) {
  if (context.parentURL !== pathToFileURL(__filename).href) return next(name, context)
  return next(name, { ...context, parentURL: pathToFileURL(isFile(name) ? BESIDE_FILES : BESIDE_PACKAGES).href })
}

module.exports = { lendGlobal, lendImport, lendModule, names, requireOfPackages }
