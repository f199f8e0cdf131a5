await import('nothing').catch((error) => note('error', error))
