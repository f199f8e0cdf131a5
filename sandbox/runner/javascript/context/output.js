'use strict'
// The results on their way out: JSON arrays of about a megabyte.
const CHUNK_ITEMS = 1000
const CHUNK_LENGTH = 1024 * 1024

let chunk = ''
let count = 0

function give(text) {
  chunk += count ? `,${text}` : text
  count++
  if (count >= CHUNK_ITEMS || chunk.length >= CHUNK_LENGTH) flush()
}

function flush() {
  if (count) ask('items', `[${chunk}]`)
  chunk = ''
  count = 0
}

module.exports = { flush, give }
