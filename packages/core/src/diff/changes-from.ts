import type { CompiledCatalogue } from '../catalogue/compile-catalogue.ts'
import type { ChangePair } from '../catalogue/define-catalogue.ts'
import type { Change } from '../event/event.ts'
import { plainValue } from './plain-value.ts'

/**
 * The changes a caller gives by hand, `{ status: ['Pending Review', 'Approved'] }`, as an event carries them, with the
 * catalogue's labels. All are kept, also where both sides are the same: the caller says that it changed.
 */
export function changesFrom(
  objectType: string | undefined,
  pairs: { readonly [field: string]: ChangePair | undefined },
  catalogue: CompiledCatalogue,
): Change[] {
  const changes: Change[] = []
  for (const [field, pair] of Object.entries(pairs)) {
    if (pair === undefined) continue
    const label = catalogue.field(objectType, field)?.label
    const [before, after] = [plainValue(pair[0]), plainValue(pair[1])]
    changes.push({
      field,
      ...(label === undefined ? {} : { label }),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    })
  }
  return changes
}
