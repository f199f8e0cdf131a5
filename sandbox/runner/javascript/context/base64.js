'use strict'
// atob and btoa: text whose characters are bytes.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Uint8Array(128).fill(64)
for (let at = 0; at < 64; at++) VALUES[ALPHABET.charCodeAt(at)] = at

class InvalidCharacterError extends Error {
  name = 'InvalidCharacterError'
}

function btoa(text) {
  const bytes = `${text}`
  let encoded = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (byteAt(bytes, at) << 16) | (byteAt(bytes, at + 1) << 8) | byteAt(bytes, at + 2)
    const last = bytes.length - at
    encoded += ALPHABET[group >> 18] + ALPHABET[(group >> 12) & 63]
    encoded += (last > 1 ? ALPHABET[(group >> 6) & 63] : '=') + (last > 2 ? ALPHABET[group & 63] : '=')
  }
  return encoded
}

function byteAt(bytes, at) {
  const byte = at < bytes.length ? bytes.charCodeAt(at) : 0
  if (byte > 255)
    throw new InvalidCharacterError('btoa() takes characters up to U+00FF; encode other text with TextEncoder')
  return byte
}

function atob(text) {
  const compact = `${text}`.replace(/[\t\n\f\r ]+/g, '')
  const encoded = compact.length % 4 === 0 ? compact.replace(/={1,2}$/, '') : compact
  if (encoded.length % 4 === 1) throw new InvalidCharacterError('atob() was given text that is not base64')
  let decoded = ''
  let group = 0
  for (let at = 0; at < encoded.length; at++) {
    const value = VALUES[encoded.charCodeAt(at)] ?? 64
    if (value === 64) throw new InvalidCharacterError('atob() was given text that is not base64')
    group = ((group << 6) | value) & 0xffffff
    if (at % 4 === 1) decoded += String.fromCharCode((group >> 4) & 255)
    if (at % 4 === 2) decoded += String.fromCharCode((group >> 2) & 255)
    if (at % 4 === 3) decoded += String.fromCharCode(group & 255)
  }
  return decoded
}

module.exports = { atob, btoa }
