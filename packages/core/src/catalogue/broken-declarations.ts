import type { EventInput } from '../event/event.ts'
import { kindChanged } from '../event/kind-changed.ts'
import type { ActionDeclaration, Expectation } from './catalogue.ts'
import type { CompiledCatalogue } from './compile-catalogue.ts'

/** One way in which an event is not what the catalogue declares. */
export type BrokenDeclaration =
  | { readonly kind: 'uncatalogued_action' }
  | { readonly kind: 'undeclared_field'; readonly field: string; readonly index: number }
  | { readonly kind: 'no_reason' }
  | { readonly kind: 'missing_expected'; readonly expected: Expectation }

/** As much of an event as declarations are about. */
export type DeclaredParts = Pick<EventInput, 'action'> & { readonly [K in Exclude<keyof EventInput, 'action'>]?: unknown } & {
  readonly object?: { readonly type?: string | undefined } | undefined
  readonly changes?: readonly { readonly field: string }[] | undefined
  readonly related?: readonly { readonly relation?: string | undefined }[] | undefined
  readonly reason?: string | undefined
}

/**
 * Where an event breaks its declaration, in the order an event is read. The trail's own events are Daybook's affair and
 * break nothing. `open` catalogues mark these, `strict` ones refuse the first.
 */
export function brokenDeclarations(event: DeclaredParts, catalogue: CompiledCatalogue): readonly BrokenDeclaration[] {
  if (event.action.startsWith('trail.')) return []
  const broken: BrokenDeclaration[] = []
  const declaration = catalogue.declares(event.action) ? (catalogue.action(event.action) as ActionDeclaration) : undefined
  if (!declaration) broken.push({ kind: 'uncatalogued_action' })
  const type = kindChanged(event)
  event.changes?.forEach(({ field }, index) => {
    if (!catalogue.field(type, field)) broken.push({ kind: 'undeclared_field', field, index })
  })
  if (!declaration) return broken
  const expects = declaration.expects ?? []
  if ((declaration.reason === 'required' || expects.includes('reason')) && isBlank(event.reason))
    broken.push({ kind: 'no_reason' })
  for (const expected of expects)
    if (expected !== 'reason' && !carries(event, expected)) broken.push({ kind: 'missing_expected', expected })
  return broken
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === ''

function carries(event: DeclaredParts, expected: Expectation): boolean {
  if (expected.startsWith('changes.')) {
    const field = expected.slice('changes.'.length)
    return event.changes?.some((change) => change.field === field || change.field.startsWith(`${field}.`)) === true
  }
  if (expected.startsWith('related.'))
    return event.related?.some(({ relation }) => relation === expected.slice('related.'.length)) === true
  if (expected === 'changes') return (event.changes?.length ?? 0) > 0
  return event[expected as keyof DeclaredParts] !== undefined
}
