'use strict'
// What the image says of itself, in a JSON file that is made with it.
const fs = require('fs')

const FILE = process.argv[2] ?? '/opt/flowtape/environment.json'
const DEFAULTS = { node_modules: '/usr/local/lib/node_modules' }

function read() {
  try {
    return { ...DEFAULTS, ...JSON.parse(fs.readFileSync(FILE, 'utf8')) }
  } catch (error) {
    if (error.code === 'ENOENT') return DEFAULTS
    throw error
  }
}

module.exports = { nodeModules: read().node_modules }
