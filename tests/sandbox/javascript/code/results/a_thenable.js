// Whoever awaits it hands it functions.
return {
  then(...all) {
    look('then', this, ...all)
    all[0]({ a: 1 })
  },
}
