// Where the stack ends inside a function of the process, the RangeError is of the process's realm.
const deep = [
  () => new Error('x').stack,
  () => {
    const target = {}
    Error.captureStackTrace(target)
    return target.stack
  },
  () => {
    try {
      nothing
    } catch (error) {
      return error.stack
    }
  },
  () => console.log('%s', {}),
  () => setTimeout(() => 0),
  () => new URL('http://a.b').href,
  () => performance.now(),
  () => crypto.randomUUID(),
  () => structuredClone([{}]),
  () => btoa('x'),
  () => new TextEncoder().encode('x'),
  () => $('other').all(),
  () => load('luxon'),
  () => eval('1'),
  () => new Function('1'),
  () => Promise.reject(1).catch(() => 0),
  () => JSON.parse('[1]'),
  () => new Intl.NumberFormat().format(1),
  () => new Date().toLocaleString(),
  () => 'x'.localeCompare('y'),
  () => clearTimeout(1),
  () => queueMicrotask(() => 0),
  () => /(x+)+/.test('xxx'),
  () => [3, 2].sort(),
  () => new Proxy({}, {}).x,
  () => structuredClone(new Error('x')),
  () => new URLSearchParams('a=b').toString(),
  () => crypto.getRandomValues(new Uint8Array(1)),
  () => DateTime.now().toISO(),
]
for (const each of deep) atEveryDepth(String(each), each)
