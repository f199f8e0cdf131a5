// The same while globals are being made, half done.
const first = [
  () => console,
  () => URL,
  () => structuredClone,
  () => setTimeout,
  () => crypto,
  () => performance,
  () => TextDecoder,
  () => _,
  () => DateTime,
  () => globalThis.load,
]
for (const each of first) atEveryDepth(String(each), each)
