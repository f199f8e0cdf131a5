'use strict'
// Whether another step may run in this process.
const v8 = require('v8')
const vm = require('vm')

const MOST_STEPS = 200
const LARGEST_SHARE_OF_HEAP = 1 / 3
const MOST_BEYOND_START = 96 * 1024 * 1024

const collectGarbage = garbageCollector()
let steps = 0
let resourcesAtStart = 0
let residentAtStart = 0

// Take the present state for the clean one.
function start() {
  resourcesAtStart = process.getActiveResourcesInfo().length
  residentAtStart = process.memoryUsage.rss()
}

// Why not, or ''. To be asked when everything that the step had queued has run.
function trouble(step) {
  steps++
  if (step.usedUp) return step.usedUp
  if (process.getActiveResourcesInfo().length > resourcesAtStart) return 'it left something running'
  if (isLarge()) {
    collectGarbage()
    if (isLarge()) return 'memory'
  }
  return steps >= MOST_STEPS ? 'age' : ''
}

function isLarge() {
  const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics()
  return used > limit * LARGEST_SHARE_OF_HEAP || process.memoryUsage.rss() > residentAtStart + MOST_BEYOND_START
}

// A context that is made while the flag is set has the function; those of steps do not.
function garbageCollector() {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc')
  v8.setFlagsFromString('--no-expose-gc')
  return collect
}

module.exports = { start, trouble }
