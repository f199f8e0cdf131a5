'use strict'
// Random values; the process lends the rest.
const MOST_BYTES = 65536
const KINDS = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array']
const INTEGERS = [...KINDS, 'BigInt64Array', 'BigUint64Array']

function getRandomValues(view) {
  if (!INTEGERS.includes(Object.prototype.toString.call(view).slice(8, -1))) {
    throw new TypeError('getRandomValues() needs a typed array of integers')
  }
  if (view.byteLength > MOST_BYTES) throw new RangeError(`getRandomValues() gives at most ${MOST_BYTES} bytes at once`)
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  const random = ask('random', bytes.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = random.charCodeAt(at)
  return view
}

module.exports = {
  crypto: {
    getRandomValues,
    randomUUID: () => ask('uuid'),
    get subtle() {
      return ask('lend', 'crypto').subtle
    },
  },
}
