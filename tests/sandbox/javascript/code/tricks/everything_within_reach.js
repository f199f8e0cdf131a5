// A walk over everything that can be reached by properties, prototypes, getters and setters.
const size = [
  console,
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  queueMicrotask,
  atob,
  btoa,
  structuredClone,
  TextEncoder,
  TextDecoder,
  URL,
  URLSearchParams,
  crypto,
  performance,
  load,
  DateTime,
  Duration,
  Interval,
  _,
  global,
].length
note('this', this)
walk(globalThis, 'globalThis')
walk(
  { items, $input, $json, $, node: $('other'), handle: setTimeout(() => 0), url: new URL('http://a').searchParams },
  'given',
)
walk([async function () {}, function* () {}, async function* () {}, async () => 0], 'functions')
walk(
  [(function* () {})(), (async function* () {})(), [].values(), new Map().entries(), 'x'.matchAll(/x/g)],
  'iterators',
)
if (walk(globalThis, 'globalThis') < 1000) reached.push('a walk that sees too little')
