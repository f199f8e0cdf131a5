'use strict'
// Node calls two functions of the process's realm in the middle of the code, for stack traces and for import(). At the
// end of the stack these would throw a RangeError of that realm into the code, which could climb from it to everything.
// So functions of the step's own context take their place.
const { internalBinding } = require('internal/test/binding')
const { prepareStackTraceCallback } = require('internal/errors')
const { initializeESM } = require('internal/modules/esm/utils')

const { setPrepareStackTraceCallback } = internalBinding('errors')
const { setImportModuleDynamicallyCallback } = internalBinding('module_wrap')

function callInto({ prepareStackTrace, importModule }) {
  setPrepareStackTraceCallback(prepareStackTrace)
  setImportModuleDynamicallyCallback(importModule)
}

function callNode() {
  setPrepareStackTraceCallback(prepareStackTraceCallback)
  initializeESM()
}

module.exports = { callInto, callNode }
