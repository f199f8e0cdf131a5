await WebAssembly.compileStreaming(Promise.resolve(1)).catch((error) => note('error', error))
