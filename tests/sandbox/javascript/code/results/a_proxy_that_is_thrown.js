// Whoever reports an error asks for its stack, name and message.
throw new Proxy(new Error('x'), spy)
