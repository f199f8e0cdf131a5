// Whoever looks at it stands near the end of the stack.
const deep = () => {
  try {
    return deep()
  } catch (error) {
    look('overflow', error)
    return error
  }
}
return {
  get a() {
    return String(deep())
  },
}
