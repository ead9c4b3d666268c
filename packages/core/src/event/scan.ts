/**
 * What one cheap pass over the text of a JSON value tells: where it ends, and whether anything in it needs the careful
 * reading of `examine`. Made for speed, so it does not check syntax: on text that is not JSON its figures mean nothing,
 * but it ends, in linear time, and never throws. On valid JSON they are exact.
 */
export class Scan {
  /** Where the value's text ends. */
  end = 0
  /** How many members its objects have together, a repeated name counted each time. */
  members = 0
  /** How deeply objects and lists are nested; 0 for a value that is neither. */
  depth = 0
  /** The longest string or name in UTF-16 units of the text, escapes unread: it has at most three times as many bytes. */
  longest = 0
  /** Some number is long, has an exponent or starts with -0: it may be one that cannot be kept. */
  oddNumber = false
  /** Some member name is written with an escape; known only where it was asked for. */
  escapedName = false

  /** Scans the value that starts at `start`, looking no further than `limit`. `watchNames`: look for escapes in names. */
  run(text: string, start: number, limit: number, watchNames = false): void {
    let at = start
    let members = 0
    let depth = 0
    let deepest = 0
    let longest = 0
    let oddNumber = false
    let escapedName = false
    let lastString = start
    let pastLastString = start
    while (at < limit) {
      const unit = text.charCodeAt(at)
      if (unit === quote) {
        const past = pastString(text, at, limit)
        if (past - at > longest) longest = past - at
        lastString = at
        pastLastString = past
        at = past
      } else if (unit === colon) {
        members++
        if (watchNames && !escapedName) escapedName = hasBackslash(text, lastString, pastLastString)
        at++
      } else if ((unit | 0x20) === openBrace) {
        if (++depth > deepest) deepest = depth
        at++
      } else if ((unit | 0x20) === closeBrace) {
        depth--
        at++
      } else if (unit === minus || (unit >= digit0 && unit <= digit9)) {
        const past = pastNumber(text, at, limit)
        oddNumber ||= isOdd(text, at, past)
        at = past
      } else if (depth > 0) at++
      else at = pastWord(text, at, limit)
      if (depth <= 0) break
    }
    this.end = at
    this.members = members
    this.depth = deepest
    this.longest = longest
    this.oddNumber = oddNumber
    this.escapedName = escapedName
  }
}

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const minus = 0x2d
const digit0 = 0x30
const digit9 = 0x39
/** `{`, and `[` with bit 0x20 set; likewise the closing ones. */
const openBrace = 0x7b
const closeBrace = 0x7d

/** A double keeps any number of up to 15 digits, so a text this short needs no second look. */
const surelyExact = 15

/** Just past the string that opens at `open`. */
function pastString(text: string, open: number, limit: number): number {
  let close = open
  do {
    close = text.indexOf('"', close + 1)
    if (close < 0 || close >= limit) return limit
  } while (text.charCodeAt(close - 1) === backslash && isEscaped(text, close))
  return close + 1
}

function hasBackslash(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === backslash) return true
  return false
}

/** True when an odd number of backslashes stands before `at`. */
function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text.charCodeAt(first - 1) === backslash) first--
  return (at - first) % 2 === 1
}

/** Just past the run of characters that numbers are written with; at least one further than `start`. */
function pastNumber(text: string, start: number, limit: number): number {
  let at = start + 1
  while (at < limit) {
    const unit = text.charCodeAt(at)
    const isPart =
      (unit >= digit0 && unit <= digit9) || unit === 0x2e || unit === 0x2b || unit === minus || (unit | 0x20) === 0x65
    if (!isPart) break
    at++
  }
  return at
}

function isOdd(text: string, start: number, end: number): boolean {
  if (end - start > surelyExact) return true
  if (text.charCodeAt(start) === minus && text.charCodeAt(start + 1) === digit0) return true
  for (let at = start; at < end; at++) if ((text.charCodeAt(at) | 0x20) === 0x65) return true
  return false
}

/** Just past `true`, `false` or `null`, or past whatever stands there; at least one further than `start`. */
function pastWord(text: string, start: number, limit: number): number {
  let at = start + 1
  while (at < limit) {
    const unit = text.charCodeAt(at) | 0x20
    if (unit < 0x61 || unit > 0x7a) break
    at++
  }
  return at
}
