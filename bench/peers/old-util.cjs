// What a dependency of @nearform/trail-core asks of node:util, and Node has not any more since 23.
const util = require('node:util')

util.isRegExp ??= util.types.isRegExp
util.isDate ??= util.types.isDate
