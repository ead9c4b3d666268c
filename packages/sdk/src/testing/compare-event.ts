import { type EventInput, plainValue } from '@daybook/core'

/**
 * What a test expects of an event: any of its members, as much of them as matters. Changes may be written as pairs. Values are
 * compared as an event carries them (a `Date` as its text); a regular expression fits a text; matchers of the test runner
 * (`expect.any(String)`) are asked.
 */
export interface ExpectedEvent {
  readonly [member: string]: unknown
}

/** Where an event is not what was expected, in words; empty where it is. */
export function compareEvent(event: EventInput, expected: ExpectedEvent): readonly string[] {
  const differences: string[] = []
  for (const [member, wanted] of Object.entries(expected)) {
    const found = (event as unknown as { readonly [member: string]: unknown })[member]
    if (member === 'changes' && isPairs(wanted)) comparePairs(event, wanted, differences)
    else compare(found, wanted, member, differences)
  }
  return differences
}

type Pairs = { readonly [field: string]: unknown }

const isPairs = (wanted: unknown): wanted is Pairs =>
  typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted) && asked(wanted) === undefined

function comparePairs({ changes = [] }: EventInput, wanted: Pairs, differences: string[]): void {
  for (const [field, pair] of Object.entries(wanted)) {
    const change = changes.find((each) => each.field === field)
    if (change === undefined) differences.push(`changes: no change of ${field}`)
    else if (Array.isArray(pair) && pair.length === 2) {
      compare(change.before, pair[0], `changes.${field}, before`, differences)
      compare(change.after, pair[1], `changes.${field}, after`, differences)
    } else compare(change, pair, `changes.${field}`, differences)
  }
}

function compare(found: unknown, wanted: unknown, where: string, differences: string[]): void {
  const answer = asked(wanted)
  if (answer !== undefined) {
    if (!answer(found)) differences.push(`${where}: ${show(found)} does not fit`)
  } else if (wanted instanceof RegExp) {
    if (typeof found !== 'string' || !wanted.test(found)) differences.push(`${where}: ${show(found)} does not match ${wanted}`)
  } else if (isPlainObject(wanted)) {
    if (typeof found !== 'object' || found === null) differences.push(`${where}: ${show(found)} instead of an object`)
    else
      for (const [member, inner] of Object.entries(wanted))
        compare((found as { readonly [member: string]: unknown })[member], inner, `${where}.${member}`, differences)
  } else if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length)
      differences.push(
        `${where}: ${Array.isArray(found) ? `${found.length} items` : show(found)} instead of ${wanted.length} items`,
      )
    else wanted.forEach((inner, index) => void compare(found[index], inner, `${where}[${index}]`, differences))
  } else if (found !== plainValue(wanted) && !(typeof found === 'string' && isIdMember(where) && found === String(wanted))) {
    differences.push(`${where}: ${show(found)} instead of ${show(plainValue(wanted))}`)
  }
}

/** Ids are recorded as text whatever the application has. */
const isIdMember = (where: string): boolean => where.endsWith('.id')

const isPlainObject = (value: unknown): value is { readonly [member: string]: unknown } => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Test runners' own matchers answer for themselves. */
const asked = (wanted: unknown): ((found: unknown) => boolean) | undefined =>
  typeof wanted === 'object' && wanted !== null && 'asymmetricMatch' in wanted && typeof wanted.asymmetricMatch === 'function'
    ? (found) => (wanted as { asymmetricMatch(found: unknown): boolean }).asymmetricMatch(found)
    : undefined

const show = (value: unknown): string => (value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value)))
