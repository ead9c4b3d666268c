import type { EventInput } from '../event/event.ts'
import { pointerToken } from '../event/pointer.ts'
import type { Problem } from '../refusal.ts'
import { type BrokenDeclaration, brokenDeclarations } from './broken-declarations.ts'
import type { CompiledCatalogue } from './compile-catalogue.ts'

/**
 * In `strict` mode, why the catalogue refuses an event: the first declaration it breaks. An `open` catalogue refuses
 * nothing; `defectsOf` marks the same things on the recorded event.
 */
export function checkAgainstCatalogue(input: EventInput, catalogue: CompiledCatalogue): Problem | undefined {
  if (catalogue.mode !== 'strict') return undefined
  const [first] = brokenDeclarations(input, catalogue)
  return first && problemOf(first)
}

/** Every declaration that an event breaks, whatever the catalogue's mode: for programs that would rather know before they send. */
export const problemsUnder = (input: EventInput, catalogue: CompiledCatalogue): readonly Problem[] =>
  brokenDeclarations(input, catalogue).map(problemOf)

function problemOf(broken: BrokenDeclaration): Problem {
  switch (broken.kind) {
    case 'uncatalogued_action':
      return {
        code: 'uncatalogued_action',
        detail: 'The catalogue does not declare this action. Declare it, or correct its name.',
        pointer: '/action',
      }
    case 'undeclared_field': {
      const detail = "The catalogue does not declare this field for the object's type. Declare it, or leave the change out."
      return { code: 'undeclared_field', detail, pointer: `/changes${pointerToken(broken.index)}/field` }
    }
    case 'no_reason':
      return {
        code: 'missing_expected',
        detail: 'The catalogue requires a reason for this action. Send one in "reason".',
        pointer: '/reason',
      }
    case 'missing_expected':
      return {
        code: 'missing_expected',
        detail: `The catalogue expects ${sayExpected(broken.expected)} with this action. Send it, or change what the action expects.`,
        pointer: pointerOf(broken.expected),
      }
  }
}

const pointerOf = (expected: string): string => pointerToken(expected.split('.', 1)[0] ?? expected)

/** "a change of status", "a related record order", "customer". */
export const sayExpected = (expected: string): string =>
  expected.startsWith('changes.')
    ? `a change of ${expected.slice('changes.'.length)}`
    : expected.startsWith('related.')
      ? `a related record with the relation ${expected.slice('related.'.length)}`
      : expected
