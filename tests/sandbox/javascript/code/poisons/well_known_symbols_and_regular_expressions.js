// What the language itself asks objects for, and what regular expressions remember.
for (const name of ['toPrimitive', 'hasInstance', 'species', 'toStringTag', 'isConcatSpreadable', 'unscopables']) {
  try {
    Object.defineProperty(Object.prototype, Symbol[name], {
      get() {
        throw new Error('poisoned')
      },
      configurable: true,
    })
  } catch {}
}
Symbol.for('poisoned').description
RegExp.prototype.test = RegExp.prototype[Symbol.replace] = () => 'poisoned'
;/(poisoned)/.exec('poisoned')
