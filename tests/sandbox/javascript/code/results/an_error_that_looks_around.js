// The stack is prepared for whoever reports the error.
Error.prepareStackTrace = (error, sites) => {
  look('sites', error, sites, ...sites)
  return ''
}
throw new Error('x')
