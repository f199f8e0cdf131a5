'use strict'
// $input and $('Name').
const { Error, defineProperty, hasOwn, stringify } = require('./intrinsics.js')

function input(items, index) {
  return { ...list(items), item: items[index] }
}

function list(items) {
  return { all: () => items, first: () => items[0], last: () => items[items.length - 1] }
}

// `index` is that of the item at hand.
function ofNode({ nodes, matching }, name, index) {
  if (!hasOwn(nodes, name) && !hasOwn(matching, name)) {
    throw new Error(`There is no output of a node named ${stringify(name)} here`)
  }
  const itemMatching = (at) => matchingItem(matching, name, at)
  const node = { ...(hasOwn(nodes, name) && list(nodes[name])), itemMatching, pairedItem: (at = index) => itemMatching(at) }
  return defineProperty(node, 'item', { __proto__: null, get: () => itemMatching(index) })
}

function matchingItem(matching, name, index) {
  if (!hasOwn(matching, name)) throw new Error(`Write $(${stringify(name)}).item without a variable in between`)
  const { start, items, at } = matching[name]
  const found = at[index - start]
  if (typeof found === 'number') return items[found]
  throw new Error(found ?? `There is no item ${index} in the input`)
}

module.exports = { input, ofNode }
