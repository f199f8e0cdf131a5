// What a weak reference and its target inherit.
const ref = new WeakRef({})
walk(ref, 'ref')
note('deref', ref.deref())
