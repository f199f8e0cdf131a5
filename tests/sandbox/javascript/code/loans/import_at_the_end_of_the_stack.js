atEveryDepth('import', () => {
  import('fs').catch(() => 0)
})
