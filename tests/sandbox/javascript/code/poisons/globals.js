// The functions and objects that everything uses.
JSON.parse = JSON.stringify = Object.keys = Object.defineProperty = Reflect.ownKeys = Array.isArray = () => 'poisoned'
for (const name of [
  'Object',
  'Array',
  'Promise',
  'Error',
  'JSON',
  'Map',
  'String',
  'Symbol',
  'console',
  'setTimeout',
  'URL',
  '_',
]) {
  globalThis[name] = () => 'poisoned'
}
globalThis.left = 'poisoned'
