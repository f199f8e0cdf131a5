// The result is looked through by whoever checks it.
return new Proxy({ a: 1 }, spy)
