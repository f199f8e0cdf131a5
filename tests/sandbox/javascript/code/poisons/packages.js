// Packages are loaded once in each context; their scripts are compiled once for all.
DateTime.now = DateTime.prototype.toISO = _.chunk = require('luxon').Duration.fromISO = () => 'poisoned'
require('lodash').templateSettings.imports._ = 'poisoned'
_.mixin({ poisoned: () => 'poisoned' })
require('luxon').Settings.defaultZone = 'Asia/Tokyo'
