'use strict'
// $input and $('Name').
const { Error, defineProperty, hasOwn, stringify } = require('./intrinsics.js')

function input(items, index) {
  return { ...list(items), item: items[index] }
}

function list(items) {
  return { all: () => items, first: () => items[0], last: () => items[items.length - 1] }
}

function ofNode(nodes, name) {
  if (!hasOwn(nodes, name)) throw new Error(`There is no output of a node named ${stringify(name)} here`)
  return defineProperty(list(nodes[name]), 'item', {
    __proto__: null,
    get() {
      throw new Error(`$(${stringify(name)}).item is not available in code; use .all(), .first() or .last()`)
    },
  })
}

module.exports = { input, ofNode }
