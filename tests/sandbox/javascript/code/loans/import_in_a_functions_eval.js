await new Function('return eval(`imp` + `ort("fs")`)')().catch((error) => note('e', error))
