// Whoever awaits the result asks for its constructor and then().
const promise = Promise.resolve({ a: 1 })
Object.defineProperty(promise, 'constructor', {
  get() {
    look('constructor', this)
    return Promise
  },
})
promise.then = function (...all) {
  look('then', this, ...all)
  return Promise.prototype.then.apply(this, all)
}
return promise
