'use strict'
// Frames over the two pipes that the runner made: one byte of kind, four bytes of length, the payload.
const fs = require('fs')

const INPUT = 3
const RESULT = 4
const HEADER = 5

// Everything up to the end frame: {code: <request>, chunks: [text, …]}.
function readAll() {
  const pending = { buffer: Buffer.alloc(0) }
  const chunks = []
  let request = null
  for (;;) {
    const { kind, payload } = readFrame(pending)
    if (kind === 'E') return { request, chunks }
    if (kind === 'C') request = JSON.parse(payload.toString())
    if (kind === 'I') chunks.push(payload.toString())
  }
}

function readFrame(pending) {
  const header = take(pending, HEADER)
  const payload = take(pending, header.readUInt32BE(1))
  return { kind: String.fromCharCode(header[0]), payload }
}

function take(pending, length) {
  const pieces = [pending.buffer]
  let have = pending.buffer.length
  while (have < length) {
    const piece = Buffer.alloc(256 * 1024)
    const count = fs.readSync(INPUT, piece)
    if (count === 0) process.exit(70)
    pieces.push(piece.subarray(0, count))
    have += count
  }
  const all = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)
  pending.buffer = all.subarray(length)
  return all.subarray(0, length)
}

function send(kind, text) {
  const payload = Buffer.from(text)
  const header = Buffer.alloc(HEADER)
  header.write(kind)
  header.writeUInt32BE(payload.length, 1)
  writeAll(header)
  writeAll(payload)
}

function writeAll(buffer) {
  let written = 0
  while (written < buffer.length) written += fs.writeSync(RESULT, buffer, written)
}

module.exports = { readAll, send }
