import type { Hashing, Salting } from '../crypto/ports.ts'
import type { RecordedEvent } from '../event/event.ts'
import { isProblem, type Problem } from '../refusal.ts'
import { CanonicalBytes } from './canonical-bytes.ts'
import { type CutSlot, type OwnSlot, type Received, SlotCutter } from './cut-slots.ts'
import { eventHash, recordFormat } from './record.ts'
import type { SealedLines } from './slot.ts'

/** A disclosure takes at most this many bytes of UTF-8. */
export const maxDisclosureBytes = 256 * 1024

const recordOpening = `["${recordFormat}"`
const defaultBufferBytes = 256 * 1024

/**
 * Seals recorded events: cuts each into slots, salts and hashes each slot, and hashes the record. The disclosures are written once,
 * as the bytes that are hashed and stored verbatim; nothing is ever canonicalized a second time. A problem when the event cannot be
 * sealed and its sender can change that (too many slots, a slot too large); a value that JSON cannot carry is a defect and throws.
 *
 * What it answers keeps its buffer, and with it up to a few hundred other events, for as long as it is held: made to be stored, not kept.
 */
export class Sealer {
  readonly #ports: Hashing & Salting
  readonly #cutter = new SlotCutter()
  readonly #text: CanonicalBytes

  /** `bufferBytes`: how much is asked of memory at a time. */
  constructor(ports: Hashing & Salting, bufferBytes: number = defaultBufferBytes) {
    this.#ports = ports
    this.#text = new CanonicalBytes(bufferBytes)
  }

  /** `received`: also writes the canonical text of what was received; it is whole where the event was sealed. */
  seal(event: RecordedEvent, ownSlot: OwnSlot, received?: Received): SealedLines | Problem {
    const cut = this.#cutter.cut(event, ownSlot, received)
    if (isProblem(cut)) return cut
    const text = this.#text
    text.begin()
    // A text, not bytes: joining a few pieces and hashing them costs less than writing 43 characters of each digest one by one.
    let record = recordOpening
    for (const slot of cut) {
      const digest = this.#disclose(slot)
      if (digest === undefined) {
        text.drop()
        return tooLarge
      }
      record += `,["${slot.name}","${digest}"]`
    }
    return { bytes: text.bytes, from: text.start, to: text.end, hash: eventHash(`${record}]`, this.#ports) }
  }

  /** Writes D and its line end, and answers the digest of D; nothing where D is too large. */
  #disclose({ name, text: value, from, to }: CutSlot): string | undefined {
    const text = this.#text
    const before = text.end - text.start
    text.ascii('["')
    text.ascii(this.#ports.salt())
    text.ascii('","')
    text.ascii(name)
    text.ascii('",')
    text.copy(value.bytes, from, to)
    text.ascii(']')
    const start = text.start + before
    if (text.end - start > maxDisclosureBytes) return undefined
    const digest = this.#ports.sha256Digest(text.bytes.subarray(start, text.end))
    text.ascii('\n')
    return digest
  }
}

const tooLarge: Problem = {
  code: 'event_too_large',
  detail: 'A part of the event that is hashed by itself would be larger than 256 KiB once written in canonical form.',
}
