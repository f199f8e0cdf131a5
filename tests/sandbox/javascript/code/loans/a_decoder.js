note('decoder', new TextDecoder('utf-16le'))
