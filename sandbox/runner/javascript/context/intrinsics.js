'use strict'
// The language as it was before the code could change it.
const uncurry = Function.prototype.bind.bind(Function.prototype.call)

module.exports = {
  __proto__: null,
  AsyncFunction: (async () => {}).constructor,
  Error,
  Promise,
  arrayPrototype: Array.prototype,
  defineProperty: Object.defineProperty,
  getPrototypeOf: Object.getPrototypeOf,
  hasOwn: Object.hasOwn,
  includes: uncurry(Array.prototype.includes),
  isArray: Array.isArray,
  isFinite: Number.isFinite,
  isNaN: Number.isNaN,
  isView: ArrayBuffer.isView,
  isWellFormed: uncurry(String.prototype.isWellFormed),
  keys: Object.keys,
  objectPrototype: Object.prototype,
  parse: JSON.parse,
  stringify: JSON.stringify,
  slice: uncurry(String.prototype.slice),
  tagOf: uncurry(Object.prototype.toString),
  then: uncurry(Promise.prototype.then),
  timeOf: uncurry(Date.prototype.getTime),
  upper: uncurry(String.prototype.toUpperCase),
}
