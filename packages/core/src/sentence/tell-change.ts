import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import type { Change } from '../event/event.ts'
import { toldChange } from './change-parts.ts'
import { tellingOf } from './telling.ts'

/** One change as a table of changes shows it: label, both sides as text by the kind of the field. */
export interface ToldSides {
  readonly label: string
  /** Absent where the change has no such side. */
  readonly before?: string
  readonly after?: string
}

/** The label and the sides of a change as the reader sees them; long values are shortened as in a sentence. */
export function tellChange(
  change: Change,
  objectType: string | undefined,
  catalogue: CompiledCatalogue,
  locale = 'en',
  timeZone = 'UTC',
): ToldSides {
  const event = objectType === undefined ? {} : { object: { type: objectType } }
  const told = toldChange(change, tellingOf(event, catalogue, locale, timeZone))
  const textOf = (side: typeof told.before) => side?.parts.map((part) => part.text).join('')
  const before = textOf(told.before)
  const after = textOf(told.after)
  return {
    label: textOf(told.field) ?? change.field,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}
