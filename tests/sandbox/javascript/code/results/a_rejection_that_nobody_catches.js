// It passes through the process on its way to the report.
Error.prepareStackTrace = (error, sites) => {
  look('sites', error, sites, ...sites)
  return ''
}
Promise.reject(new Proxy(new Error('x'), spy))
await new Promise((resolve) => setTimeout(resolve, 50))
