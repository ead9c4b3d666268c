import { literally } from './literally.ts'
import { BadMapping, LineRefused } from './mapping.ts'

/**
 * Reads decimals as a source writes them (`1.234,50` with point `,` and group `.`) into the form the trail keeps, a text
 * with a point and no groups: `1234.50`. No digit is added or lost. Groups have to be of three digits.
 */
export function decimalReader(point: string, group: string, where: string): (text: string, place: string) => string {
  if (!/^[.,]$/.test(point)) throw new BadMapping(`${where}.point`, '"." or "," is expected')
  if (!/^[., '’\u00a0\u202f]?$/.test(group) || group === point)
    throw new BadMapping(`${where}.group`, 'a point, comma, space or apostrophe other than "point" is expected')
  const whole = group === '' ? '\\d+' : `(?:\\d{1,3}(?:${literally(group)}\\d{3})+|\\d+)`
  const pattern = new RegExp(`^([+-]?)(${whole})(?:${literally(point)}(\\d+))?$`)
  return (text, place) => {
    const found = pattern.exec(text.trim())
    if (found === null)
      throw new LineRefused('not_a_decimal', `The value at ${place} is not a decimal with "${point}" before its fraction.`)
    const [, sign, digits = '', fraction] = found
    const minus = sign === '-' ? '-' : ''
    return `${minus}${group === '' ? digits : digits.replaceAll(group, '')}${fraction === undefined ? '' : `.${fraction}`}`
  }
}
