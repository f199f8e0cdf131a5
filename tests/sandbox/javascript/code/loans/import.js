note('import', await import('fs'))
