note('fetch', globalThis['fet' + 'ch'])
