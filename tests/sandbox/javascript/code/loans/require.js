note('fs', require('fs'))
