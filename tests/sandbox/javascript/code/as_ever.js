// A little of everything.
console.log({ a: [1] }, new Error('x').message)
const at = await new Promise((resolve) =>
  setTimeout(resolve, 1, DateTime.fromISO('2020-01-01', { zone: 'utc' }).toISO()),
)
return {
  at,
  zone: DateTime.now().zoneName === new Intl.DateTimeFormat().resolvedOptions().timeZone,
  chunks: _.chunk([1, 2, 3], 2),
  mixed: typeof _.poisoned,
  url: new URL('http://a/b').href,
  copy: structuredClone({ b: 1 }),
  id: crypto.randomUUID().length,
  left: typeof left,
  x: {}.x === undefined,
  items: $input.all().length,
  capture: RegExp.$1,
}
