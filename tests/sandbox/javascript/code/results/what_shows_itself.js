// JSON.stringify calls back.
return {
  get a() {
    look('get', this)
    return {
      toJSON(...all) {
        look('toJSON', this, ...all)
        return 1
      },
    }
  },
}
