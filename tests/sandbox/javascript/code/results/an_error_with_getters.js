// Whoever reports an error calls them.
throw {
  get stack() {
    look('stack', this)
    return 'x'
  },
  get name() {
    look('name', this)
  },
  get message() {
    look('message', this)
  },
}
