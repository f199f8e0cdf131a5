// What code uses all the time.
console.log('%s', { a: [1] })
const found = await new Promise((resolve) => setTimeout(resolve, 1, 'x'))
const ticks = []
setImmediate(() => ticks.push('immediate'))
queueMicrotask(() => ticks.push('microtask'))
await new Promise((resolve) => setTimeout(resolve, 5))
clearTimeout(setTimeout(() => {}, 1000))
return {
  found,
  ticks,
  bytes: new TextEncoder().encode('é').length,
  text: new TextDecoder().decode(new Uint8Array([195, 169])),
  coded: atob(btoa('x')),
  copy: structuredClone({ a: new Date(0) }),
  host: new URL('http://a.b/c?d=e').host,
  query: new URLSearchParams({ a: 'b c' }).toString(),
  id: crypto.randomUUID().length,
  random: crypto.getRandomValues(new Uint8Array(3)).length,
  now: performance.now() > 0,
  date: DateTime.fromISO('2020-01-02', { zone: 'utc' }).toISODate(),
  days: Duration.fromISO('P2D').as('hours'),
  interval: Interval.isInterval(1),
  chunks: _.chunk([1, 2, 3], 2),
  same: require('lodash') === _,
  luxon: require('luxon').DateTime === DateTime,
  text2: _.template('a<%= b %>')({ b: 1 }),
  global: global === globalThis,
}
