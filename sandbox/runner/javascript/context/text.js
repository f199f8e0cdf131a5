'use strict'
// TextEncoder, and TextDecoder for UTF-8; the process lends decoders for everything else.
const UTF8 = ['unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'utf-8', 'utf8', 'x-unicode20utf8']
const REPLACEMENT = 0xfffd
const PIECE = 4096

class TextEncoder {
  get encoding() {
    return 'utf-8'
  }

  encode(text = '') {
    const target = new Uint8Array(3 * `${text}`.length)
    return target.slice(0, write(`${text}`, target).written)
  }

  encodeInto(text, target) {
    if (!(target instanceof Uint8Array)) throw new TypeError('encodeInto() needs a Uint8Array')
    return write(`${text}`, target)
  }
}

// As many whole characters as there is room for.
function write(text, target) {
  let read = 0
  let written = 0
  while (read < text.length) {
    const found = text.codePointAt(read)
    const point = found >= 0xd800 && found <= 0xdfff ? REPLACEMENT : found
    const length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    if (written + length > target.length) break
    writePoint(point, length, target, written)
    written += length
    read += point > 0xffff ? 2 : 1
  }
  return { read, written }
}

function writePoint(point, length, target, at) {
  if (length === 1) {
    target[at] = point
    return
  }
  target[at] = ((0xf00 >> length) & 0xff) | (point >> (6 * (length - 1)))
  for (let next = 1; next < length; next++) target[at + next] = 0x80 | ((point >> (6 * (length - 1 - next))) & 0x3f)
}

class TextDecoder {
  #fatal
  #ignoreBOM
  #state = null

  constructor(label = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
    if (!UTF8.includes(`${label}`.trim().toLowerCase())) {
      return new (ask('lend', 'TextDecoder'))(label, { fatal, ignoreBOM })
    }
    this.#fatal = Boolean(fatal)
    this.#ignoreBOM = Boolean(ignoreBOM)
  }

  get encoding() {
    return 'utf-8'
  }

  get fatal() {
    return this.#fatal
  }

  get ignoreBOM() {
    return this.#ignoreBOM
  }

  decode(input = new Uint8Array(), { stream = false } = {}) {
    const state = this.#state ?? new Utf8(this.#fatal, this.#ignoreBOM)
    this.#state = stream ? state : null
    const text = state.decode(bytesOf(input))
    return stream ? text : text + state.end()
  }
}

function bytesOf(input) {
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
  return new Uint8Array(input)
}

// The decoder of the Encoding Standard: one replacement character for each longest beginning of a character.
class Utf8 {
  #fatal
  #atStart
  #missing = 0
  #point = 0
  #lowest = 0x80
  #highest = 0xbf

  constructor(fatal, ignoreBOM) {
    this.#fatal = fatal
    this.#atStart = !ignoreBOM
  }

  decode(bytes) {
    let text = ''
    let points = []
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]
      if (this.#missing && (byte < this.#lowest || byte > this.#highest)) points.push(this.#broken())
      const point = this.#missing ? this.#continue(byte) : this.#begin(byte)
      if (point >= 0) points.push(point)
      if (points.length >= PIECE) {
        text += this.#textOf(points)
        points = []
      }
    }
    return text + this.#textOf(points)
  }

  end() {
    return this.#missing ? this.#textOf([this.#broken()]) : ''
  }

  #textOf(points) {
    if (this.#atStart && points.length) {
      this.#atStart = false
      if (points[0] === 0xfeff) points.shift()
    }
    return String.fromCodePoint(...points)
  }

  #broken() {
    this.#missing = 0
    if (this.#fatal) throw new TypeError('The encoded data was not valid for encoding utf-8')
    return REPLACEMENT
  }

  #begin(byte) {
    if (byte < 0x80) return byte
    if (byte < 0xc2 || byte > 0xf4) return this.#broken()
    this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    this.#point = byte & (0x3f >> this.#missing)
    this.#lowest = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
    this.#highest = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
    return -1
  }

  #continue(byte) {
    this.#lowest = 0x80
    this.#highest = 0xbf
    this.#point = (this.#point << 6) | (byte & 0x3f)
    this.#missing--
    return this.#missing ? -1 : this.#point
  }
}

module.exports = { TextDecoder, TextEncoder }
