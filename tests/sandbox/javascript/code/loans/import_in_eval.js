note('import', await eval('imp' + 'ort("fs")'))
