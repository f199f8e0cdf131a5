// What the context was given.
console.log =
  setTimeout.prototype =
  URL.prototype.toString =
  TextDecoder.prototype.decode =
  structuredClone.x =
    () => 'poisoned'
crypto.randomUUID = performance.now = () => 'poisoned'
$input.all = $ = items.length = 'poisoned'
Object.freeze(globalThis.Object.prototype)
Object.freeze(Array.prototype)
Object.seal(Function.prototype)
Object.preventExtensions(globalThis)
Object.setPrototypeOf(Array.prototype, {
  get poisoned() {
    return 1
  },
})
