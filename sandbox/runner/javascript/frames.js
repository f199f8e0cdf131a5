'use strict'
// Frames over the two pipes that the runner made: one byte of kind, four bytes of length (big endian), the payload.
const fs = require('fs')

const INPUT = 3
const RESULT = 4
const HEADER = 5
const BUFFERED = 64 * 1024

const { readSync, writeSync } = fs
const { allocUnsafeSlow, byteLength } = Buffer
const uncurry = Function.prototype.bind.bind(Function.prototype.call)
const copyTo = uncurry(Buffer.prototype.copy)
const readLength = uncurry(Buffer.prototype.readUInt32BE)
const textOf = uncurry(Buffer.prototype.utf8Slice)
const writeText = uncurry(Buffer.prototype.utf8Write)
const writeLength = uncurry(Buffer.prototype.writeUInt32BE)
const { wait } = Atomics
const never = new Int32Array(new SharedArrayBuffer(4))

const buffer = allocUnsafeSlow(BUFFERED)
let start = 0
let end = 0

// The next frame, {kind, text}; waits for it without a turn of the event loop, so that nothing else runs meanwhile.
// Null once the runner has gone.
function receive() {
  if (!fill(HEADER)) return null
  const kind = textOf(buffer, start, start + 1)
  const length = readLength(buffer, start + 1)
  start += HEADER
  const text = length <= BUFFERED ? short(length) : long(length)
  return text === null ? null : { __proto__: null, kind, text }
}

function short(length) {
  if (!fill(length)) return null
  start += length
  return textOf(buffer, start - length, start)
}

function long(length) {
  const payload = allocUnsafeSlow(length)
  let have = copyTo(buffer, payload, 0, start, end)
  start = end = 0
  while (have < length) {
    const count = read(payload, have, length - have)
    if (count === 0) return null
    have += count
  }
  return textOf(payload, 0, length)
}

// Whether so many bytes, at most a bufferful, are there.
function fill(needed) {
  if (BUFFERED - start < needed) {
    copyTo(buffer, buffer, 0, start, end)
    end -= start
    start = 0
  }
  while (end - start < needed) {
    const count = read(buffer, end, BUFFERED - end)
    if (count === 0) return false
    end += count
  }
  return true
}

function read(into, at, most) {
  return patiently(() => readSync(INPUT, into, at, most, null))
}

function send(kind, text) {
  const length = byteLength(text)
  const frame = allocUnsafeSlow(HEADER + length)
  writeText(frame, kind, 0, 1)
  writeLength(frame, length, 1)
  writeText(frame, text, HEADER, length)
  writeAll(RESULT, frame)
}

// Returns when the pipe has taken everything: a full one holds the code up.
function writeAll(fd, bytes) {
  let written = 0
  while (written < bytes.length) written += patiently(() => writeSync(fd, bytes, written, bytes.length - written, null))
}

function print(fd, text) {
  const bytes = allocUnsafeSlow(byteLength(text))
  writeText(bytes, text, 0, bytes.length)
  writeAll(fd, bytes)
}

// Pipes may have been made non-blocking by the code.
function patiently(operation) {
  for (;;) {
    try {
      return operation()
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
      wait(never, 0, 0, 1)
    }
  }
}

module.exports = { print, receive, send }
