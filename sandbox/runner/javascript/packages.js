'use strict'
// Finds the packages that are installed beside the code.
const fs = require('fs')
const { createRequire, findPackageJSON, isBuiltin } = require('module')
const { pathToFileURL } = require('url')
const { nodeModules } = require('./environment.js')
const { requireOfPackages } = require('./lent.js')

const found = { __proto__: null }
const inside = `${nodeModules}/`

// The file of a package's module that can run in a context, or '' for everything else: modules of node, files that are
// in no package, other kinds of modules, and what isn't there.
function find(name, from) {
  return (found[`${from}\n${name}`] ??= look(name, from))
}

function look(name, from) {
  if (isBuiltin(name)) return ''
  try {
    const file = (from ? createRequire(from) : requireOfPackages).resolve(name)
    return file.startsWith(inside) && isCommon(file) ? file : ''
  } catch {
    return ''
  }
}

function isCommon(file) {
  if (/\.(?:cjs|json)$/.test(file)) return true
  return file.endsWith('.js') && JSON.parse(text(findPackageJSON(pathToFileURL(file)))).type !== 'module'
}

function text(file) {
  return fs.readFileSync(file, 'utf8')
}

module.exports = { find, text }
