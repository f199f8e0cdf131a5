// The process called it.
setTimeout(() => {
  throw new Proxy(new Error('x'), spy)
})
await new Promise((resolve) => setTimeout(resolve, 50))
