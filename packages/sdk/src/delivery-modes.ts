import type { CompiledCatalogue, deliveries } from '@daybook/core'
import type { Severity } from './delivery/delivery.ts'

export type DeliveryMode = (typeof deliveries)[number]

interface Handling {
  readonly mode: DeliveryMode
  readonly severity: Severity
  readonly isDeclared: boolean
}

/** How each action is delivered: as the catalogue says, else the starter catalogue, else `spooled`. */
export function deliveryModes(catalogue: CompiledCatalogue): (action: string) => Handling {
  const known = new Map<string, Handling>()
  return (action) => {
    const found = known.get(action)
    if (found !== undefined) return found
    const isDeclared = catalogue.declares(action)
    const declared = catalogue.action(action)
    const handling: Handling = {
      mode: (declared && 'delivery' in declared && declared.delivery) || 'spooled',
      severity: (declared && 'severity' in declared && declared.severity) || 'normal',
      isDeclared,
    }
    // only what the catalogue names is remembered: names that strangers make up would fill the memory
    if (isDeclared) known.set(action, handling)
    return handling
  }
}
