// The global object and what it inherits: that of a plain context comes from a sandbox object of the process.
note('prototypes', getPrototypeOf(globalThis), globalThis.constructor, globalThis.constructor.constructor)
with (globalThis) {
  note('with', constructor, valueOf())
}
note(
  'window',
  globalThis.window,
  globalThis.self,
  globalThis.root,
  globalThis.GLOBAL,
  globalThis.module,
  globalThis.exports,
)
