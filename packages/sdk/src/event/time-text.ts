let lastMs = Number.NaN
let lastText = ''
let second = Number.NaN
let prefix = ''

/** `Date.prototype.toISOString`, with second and answer kept between calls: most events of a program share them with the last. */
export function timeText(ms: number): string {
  if (ms === lastMs) return lastText
  const rest = ms % 1_000
  if (ms - rest !== second) {
    second = ms - rest
    prefix = new Date(second).toISOString().slice(0, -4)
  }
  lastMs = ms
  lastText = `${prefix}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}Z`
  return lastText
}
