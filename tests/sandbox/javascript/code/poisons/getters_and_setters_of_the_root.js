// Names that programs look for in objects of their own.
for (const name of [
  'code',
  'mode',
  'get',
  'set',
  'value',
  'then',
  'exports',
  'json',
  'nodes',
  'usedUp',
  'over',
  'context',
  'filename',
]) {
  Object.defineProperty(Object.prototype, name, {
    get: () => 'poisoned',
    set() {
      throw new Error('poisoned')
    },
    configurable: true,
  })
}
