import {
  type CompiledCatalogue,
  checkAgainstCatalogue,
  checkEvent,
  type EventInput,
  type Hashing,
  isProblem,
  type Json,
  type LedgerStatement,
  normaliseEvent,
  type Problem,
  type RecordedEvent,
  type Salting,
  Sealer,
  type TreatmentKeys,
  treatEvent,
} from '@daybook/core'
import type { ContentDigester } from '../crypto/node-crypto.ts'
import type { AppendRow } from '../journal/journal.ts'
import type { RecordedClock } from './recorded-clock.ts'

type Members = { readonly [member: string]: Json }

export interface IntakeParts {
  readonly clock: RecordedClock
  readonly treatmentKeys: TreatmentKeys
  readonly digester: ContentDigester
  readonly crypto: Hashing & Salting
}

/** What the server adds to an event beyond time and category. */
export interface Stamp {
  /** The access key that wrote it; the server itself has none. */
  readonly key?: string
  readonly ledger?: LedgerStatement
}

/** Makes of one event what the journal stores: checked, normalised, treated, stamped, sealed. */
export class Intake {
  readonly #parts: IntakeParts
  readonly #sealer: Sealer

  constructor(parts: IntakeParts) {
    this.#parts = parts
    this.#sealer = new Sealer(parts.crypto)
  }

  /** A producer's event, past the gate. */
  take(value: Members, catalogue: CompiledCatalogue, key: string): AppendRow | Problem {
    const misshapen = checkEvent(value)
    if (misshapen) return misshapen
    const event = normaliseEvent(value as unknown as EventInput)
    const undeclared = catalogue.mode === 'strict' ? checkAgainstCatalogue(event, catalogue) : undefined
    // A UUID is the same in either case (RFC 9562, section 4); everything else is compared as it was sent.
    const received = event.id === value.id ? value : { ...value, id: event.id }
    return undeclared ?? this.#seal(event, received, catalogue, { key })
  }

  /** One of the trail's own events, which the server made and nobody checks. */
  own(event: EventInput, catalogue: CompiledCatalogue, stamp: Stamp): AppendRow {
    const row = this.#seal(event, event as unknown as Members, catalogue, stamp)
    if (isProblem(row)) throw new Error(`the server made an event it cannot seal: ${row.code}`)
    return row
  }

  #seal(event: EventInput, received: Members, catalogue: CompiledCatalogue, stamp: Stamp): AppendRow | Problem {
    const { clock, treatmentKeys, digester } = this.#parts
    const treated = treatEvent(event, catalogue, treatmentKeys)
    const recorded: RecordedEvent = {
      ...treated,
      recordedAt: clock.text,
      category: catalogue.category(event.action),
      outcome: treated.outcome ?? 'success',
      ...(catalogue.version === undefined ? {} : { catalogue: catalogue.version }),
      ...stamp,
    }
    const sealed = this.#sealer.seal(recorded, catalogue.ownSlot, { value: received, text: digester.begin() })
    if (isProblem(sealed)) return sealed
    return { id: event.id, contentDigest: digester.digest(), own: event.action.startsWith('trail.'), sealed }
  }
}
