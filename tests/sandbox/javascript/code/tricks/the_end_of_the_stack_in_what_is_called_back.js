// The same where the process calls back: to prepare a stack trace, to note a rejection.
let calls = 0
Error.prepareStackTrace = (error, sites) => {
  note('sites', sites, ...sites)
  if (++calls % 2000 === 0) atEveryDepth('inner', () => note('preparation', new Error('y').stack))
}
atEveryDepth('own preparation', () => new Error('x').stack)
atEveryDepth('rejections', () => {
  Promise.reject(new Error('x')).catch((error) => note('rejection', error))
})
