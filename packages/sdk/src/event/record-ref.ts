import type { CompiledCatalogue, NamedInput, ObjectRef, RelatedRef } from '@daybook/core'
import { type Faults, fault } from './fault.ts'
import { namedFrom } from './parties.ts'

/** A row of the application's own, of which only what identifies and names it is taken. */
export type RowInput = NamedInput & { readonly type?: string | undefined; readonly relation?: string | undefined }

/** The type of record that an action is about: its first word, where the catalogue declares such an object, else what the row says. */
export function objectTypeFor(
  catalogue: CompiledCatalogue,
  action: string,
  row: { readonly type?: unknown } | null | undefined,
): string | undefined {
  const given = typeof row?.type === 'string' ? row.type : undefined
  const word = action.slice(0, Math.max(0, action.indexOf('.')))
  if (catalogue.object(word) === undefined) return given
  // a row may have a column of its own called type: it counts only where it says one of ours
  return given !== undefined && catalogue.object(given) !== undefined ? given : word
}

export function objectFrom(catalogue: CompiledCatalogue, action: string, row: RowInput, faults: Faults): ObjectRef | undefined {
  const type = objectTypeFor(catalogue, action, row)
  if (type === undefined)
    return fault(
      faults,
      'missing_member',
      '/object/type',
      'The object has no type and was left out: the catalogue declares none for this action.',
    )
  return refFrom(catalogue, type, row, faults, '/object')
}

function refFrom(
  catalogue: CompiledCatalogue,
  type: string,
  row: RowInput,
  faults: Faults,
  pointer: string,
): ObjectRef | undefined {
  const named = namedFrom(row, faults, pointer)
  if (named === undefined) return undefined
  const name = named.name ?? nameByTemplate(catalogue.object(type)?.name, named.id)
  const ref: { -readonly [K in keyof ObjectRef]: ObjectRef[K] } = { type, id: named.id }
  if (name !== undefined) ref.name = name
  if (named.url !== undefined) ref.url = named.url
  return ref
}

/** `Order #{id}` with the id in it; templates with more than that are left to the reader's side. */
function nameByTemplate(template: string | undefined, id: string): string | undefined {
  if (template === undefined) return undefined
  let ends = knownTemplates.get(template)
  if (ends === undefined) {
    ends = endsOf(template)
    knownTemplates.set(template, ends)
  }
  return ends === 'other' ? undefined : ends.before + id + ends.after
}

type Ends = { readonly before: string; readonly after: string } | 'other'

/** As many as the catalogues of the program have. */
const knownTemplates = new Map<string, Ends>()

function endsOf(template: string): Ends {
  const [before, after, ...more] = template.split('{id}')
  if (before === undefined || after === undefined || more.length > 0 || /[{}']/.test(before + after)) return 'other'
  return { before, after }
}

/** The records an event touches besides its object; rows without a type or an id are left out. */
export function relatedFrom(given: unknown, catalogue: CompiledCatalogue, faults: Faults): readonly RelatedRef[] | undefined {
  if (!Array.isArray(given)) return fault(faults, 'wrong_type', '/related', 'Related records are a list. They were left out.')
  const rows = (given as readonly (RowInput | null | undefined)[]).filter((row) => row !== null && row !== undefined)
  const related = rows.flatMap((row, index) => {
    const pointer = `/related/${index}`
    if (typeof row.type !== 'string')
      return fault(faults, 'missing_member', `${pointer}/type`, 'A related record has no type and was left out.') ?? []
    const ref = refFrom(catalogue, row.type, row, faults, pointer)
    return ref === undefined ? [] : [row.relation === undefined ? ref : { ...ref, relation: row.relation }]
  })
  return related.length === 0 ? undefined : related
}
