await new Function('return imp' + 'ort("fs")')().catch((error) => note('error', error))
