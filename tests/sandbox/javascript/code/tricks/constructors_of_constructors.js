// The oldest way out: each object's constructor's constructor is Function, of the object's own realm.
for (const each of [
  items,
  $input,
  $,
  console.log,
  setTimeout,
  setTimeout(() => 0),
  load,
  new URL('http://a'),
  DateTime,
  _,
]) {
  note('constructor', each.constructor, each.constructor.constructor)
  const made = each.constructor.constructor('return this')
  note('its this', made(), made)
}
note('global', new Function('return this')(), (0, eval)('this'), Function('return globalThis')())
note('eval', (0, eval)('(async () => {})').constructor, function* () {}.constructor('yield this')().next().value)
