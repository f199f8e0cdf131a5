note('getter', descriptorOf(globalThis, 'process').get.call(null))
