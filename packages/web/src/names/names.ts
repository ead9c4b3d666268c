import { type Catalogue, wordsOf } from '@daybook/core'

/** What a trail's catalogue calls things that a page knows by name only. */
export interface Names {
  /** A kind of record: “Purchase order”. */
  readonly kind: (type: string) => string
  /** A record whose events carry no name of it: “Order #1842”. */
  readonly record: (type: string, id: string) => string
  /** A field, of whatever kind of record. */
  readonly field: (field: string) => string
}

/** The words of a catalogue, and the words of the names themselves where it is silent or there is none. */
export const namesOf = (catalogue: Catalogue | undefined): Names => {
  const objects = catalogue?.objects ?? {}
  const declared = (type: string) => (Object.hasOwn(objects, type) ? objects[type] : undefined)
  const kind = (type: string) => declared(type)?.label ?? wordsOf(type)
  return {
    kind,
    record: (type, id) => declared(type)?.name?.replaceAll('{id}', () => id) ?? `${kind(type)} ${id}`,
    field: (field) => onlyOne(labelsOf(objects, field)) ?? wordsOf(field),
  }
}

const labelsOf = (objects: Catalogue['objects'], field: string): readonly string[] =>
  Object.values(objects).flatMap(({ fields = {} }) => {
    const label = Object.hasOwn(fields, field) ? fields[field]?.label : undefined
    return label === undefined ? [] : [label]
  })

/** Two kinds of records may call a field of one name differently: then neither word is right for both. */
const onlyOne = ([first, ...rest]: readonly string[]): string | undefined =>
  rest.every((label) => label === first) ? first : undefined
