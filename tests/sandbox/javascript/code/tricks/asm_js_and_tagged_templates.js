// Corners of the compiler: asm.js that is refused warns through the process; templates are kept per script.
function Module() {
  'use asm'
  function f() {
    return 1 | 0
  }
  return { f: g }
}
try {
  Module()
} catch (error) {
  note('asm', error)
}
walk(((...all) => all)`a${{}}b`, 'template')
