// Awaiting a promise from outside would call the code's own then() with functions of the process.
const spied = (real) =>
  function (...all) {
    note('then', this, ...all)
    return real.apply(this, all)
  }
const { then } = Promise.prototype
Promise.prototype.then = spied(then)
Promise.prototype.catch = spied(Promise.prototype.catch)
Object.defineProperty(Promise, Symbol.species, {
  get() {
    note('species', this)
    return Promise
  },
})
Object.defineProperty(Promise.prototype, 'constructor', {
  get() {
    note('constructor', this)
    return Promise
  },
})
queueMicrotask(() => 0)
await {
  then(...all) {
    note('thenable', this, ...all)
    all[0](1)
  },
}
Promise.reject({
  get stack() {
    note('stack', this)
  },
}).catch(() => 0)
await new Promise((resolve) => setTimeout(resolve, 2))
