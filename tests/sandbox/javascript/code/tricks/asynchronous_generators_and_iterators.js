// Asynchronous iteration calls back from microtasks.
const spy = {
  [Symbol.asyncIterator]() {
    return this
  },
  next(...all) {
    note('next', this, ...all)
    return Promise.resolve({ done: true })
  },
}
for await (const one of spy) note('one', one)
async function* generate() {
  try {
    yield 1
  } finally {
    note('finally', this)
  }
}
const running = generate()
walk(running, 'generator')
note(
  'promises',
  running.next(),
  running.return(1),
  running.throw(1).catch(() => 0),
)
walk(generate.constructor, 'AsyncGeneratorFunction')
