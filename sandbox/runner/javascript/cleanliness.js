'use strict'
// Whether another step may run in this process.
const v8 = require('v8')

const MOST_STEPS = 200
const LARGEST_SHARE_OF_HEAP = 1 / 3
const MOST_BEYOND_START = 128 * 1024 * 1024

let steps = 0
let resources = null
let residentAtStart = 0

// Take the present state for the clean one.
function start() {
  resources = process.getActiveResourcesInfo().length
  residentAtStart = process.memoryUsage.rss()
}

// Why not, or ''. To be asked when everything that the step had queued has run.
function trouble(step) {
  steps++
  if (step.usedUp) return step.usedUp
  if (process.getActiveResourcesInfo().length > resources) return 'it left something running'
  if (isLarge()) return 'memory'
  return steps >= MOST_STEPS ? 'age' : ''
}

function isLarge() {
  const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics()
  return used > limit * LARGEST_SHARE_OF_HEAP || process.memoryUsage.rss() > residentAtStart + MOST_BEYOND_START
}

module.exports = { start, trouble }
