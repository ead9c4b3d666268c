import { canPointAt, pointerToken } from '../event/pointer.ts'
import { compileTemplate } from '../messages/template.ts'
import { Refusal } from '../refusal.ts'
import { isDateDuration } from './duration.ts'

/** A place in the catalogue that is being read: its value and its RFC 6901 pointer. */
export interface Place {
  readonly value: unknown
  readonly pointer: string
}

/** Refuses the catalogue because of this place, in a sentence that goes on from "must" or stands by itself. */
export function refuse(place: Place, detail: string): never {
  throw new Refusal({ code: 'bad_catalogue', detail, pointer: place.pointer })
}

type Members = { readonly [name: string]: unknown }

/** An object's members, all of them known by name; refuses anything else. */
export function members<Name extends string>(
  place: Place,
  what: string,
  known: readonly Name[],
): { readonly [name in Name]?: Place } {
  const object = asObject(place, what)
  const found: { [name in Name]?: Place } = {}
  for (const name of Object.keys(object)) {
    const match = known.find((one) => one === name)
    if (match === undefined) refuse(at(place, name), `${what} has no member of this name. It may have: ${known.join(', ')}.`)
    found[match] = at(place, name)
  }
  return found
}

/** The entries of an object that maps names to declarations, at most `most`, each name fit for what it names. */
export function entries(
  place: Place,
  what: string,
  most: number,
  nameFits: (name: string) => boolean,
  names: string,
): readonly (readonly [string, Place])[] {
  const object = asObject(place, what)
  const all = Object.keys(object)
  if (all.length > most) refuse(place, `There are more than ${most} of them; ${what} has room for no more.`)
  for (const name of all) if (name === '__proto__' || !nameFits(name)) refuse(at(place, name), names)
  return all.map((name) => [name, at(place, name)])
}

export function text(place: Place, most: number, pattern?: RegExp, must?: string): string {
  const { value } = place
  if (typeof value !== 'string') return refuse(place, 'This must be a text.')
  if (value.trim() === '') refuse(place, 'This must not be empty.')
  if (value.length > most) refuse(place, `This must be at most ${most} characters long.`)
  if (!value.isWellFormed() || value.includes('\0')) refuse(place, 'This must be well-formed Unicode without NUL.')
  if (pattern && !pattern.test(value)) refuse(place, must ?? 'This is not written as it must be.')
  return value
}

export function choice<Name extends string>(place: Place, of: readonly Name[]): Name {
  return of.find((one) => one === place.value) ?? refuse(place, `This must be one of: ${of.join(', ')}.`)
}

export function truth(place: Place): boolean {
  return typeof place.value === 'boolean' ? place.value : refuse(place, 'This must be true or false.')
}

export function items(place: Place, most: number): readonly Place[] {
  const { value } = place
  if (!Array.isArray(value)) return refuse(place, 'This must be a list.')
  if (value.length > most) refuse(place, `This list may have at most ${most} items.`)
  return value.map((item, index) => ({ value: item, pointer: place.pointer + pointerToken(index) }))
}

/** Texts that differ from each other. */
export function distinctTexts(place: Place, mostItems: number, mostLength: number): readonly string[] {
  const seen = new Set<string>()
  return items(place, mostItems).map((item) => {
    const value = text(item, mostLength)
    if (seen.has(value)) refuse(item, 'This stands in the list twice.')
    seen.add(value)
    return value
  })
}

export function required(place: Place | undefined, parent: Place, name: string): Place {
  return place ?? refuse(parent, `The member "${name}" is missing.`)
}

/** ISO 8601, whole days and more. */
export function duration(place: Place): string {
  const value = text(place, 32)
  return isDateDuration(value)
    ? value
    : refuse(place, 'This must be an ISO 8601 duration of years, months, weeks or days, like P7Y.')
}

/** ICU MessageFormat. */
export function message(place: Place, most: number): string {
  const value = text(place, most)
  const template = compileTemplate(value, 'en')
  return 'fault' in template
    ? refuse(place, `This must be an ICU MessageFormat message; the parser says ${template.fault}.`)
    : value
}

const at = (place: Place, name: string): Place => ({
  value: (place.value as Members)[name],
  pointer: canPointAt(name) ? place.pointer + pointerToken(name) : place.pointer,
})

function asObject(place: Place, what: string): Members {
  const { value } = place
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : refuse(place, `${what} is a JSON object.`)
}
