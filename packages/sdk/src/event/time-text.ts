let second = Number.NaN
let prefix = ''

/** `Date.prototype.toISOString`, with the second kept between calls: most events of a program share one with the last. */
export function timeText(ms: number): string {
  const rest = ms % 1_000
  if (ms - rest !== second) {
    second = ms - rest
    prefix = new Date(second).toISOString().slice(0, -4)
  }
  return `${prefix}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}Z`
}
