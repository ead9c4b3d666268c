import type { EventView } from '../api/event-view.ts'
import type { Names } from '../names/names.ts'
import { saysNumber } from '../names/says-number.ts'
import { sentenceText } from '../text/told.ts'

/**
 * The records besides, by name, that an event was found for: those that the words asked name by number or name, and that
 * its sentence does not. `words` in any case.
 */
export function besidesFound(event: EventView, words: readonly string[], names: Names): readonly string[] {
  const asked = words.map((word) => word.toLowerCase())
  const sentence = sentenceText(event).toLowerCase()
  const { customer, related = [], object } = event
  const besides = [...(object ? [object] : []), ...(customer ? [{ ...customer, type: 'customer' }] : []), ...related]
  const found = besides.filter(({ id, name = '' }) =>
    asked.some((word) => id.toLowerCase() === word || name.toLowerCase().includes(word)),
  )
  const said = found
    .filter(({ type, id, name }) => !sentence.includes((name ?? names.record(type, id)).toLowerCase()))
    .map(({ type, id, name }) => nameOf(names.kind(type), id, name ?? names.record(type, id)))
  return [...new Set(said)]
}

/** “Customer 1842, River Press Kitchen”; “Order #1842”, which says both. */
const nameOf = (kind: string, id: string, name: string): string => (saysNumber(name, id) ? name : `${kind} ${id}, ${name}`)
