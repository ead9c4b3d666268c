import type { Hashing, Salting } from '../crypto/ports.ts'
import { utf8Length } from '../crypto/utf8.ts'
import type { RecordedEvent } from '../event/event.ts'
import { isProblem, type Problem } from '../refusal.ts'
import { canonicalize } from './canonicalize.ts'
import { cutSlots, type OwnSlot } from './cut-slots.ts'
import { eventHash, recordText } from './record.ts'
import type { DisclosedSlot, SealedEvent } from './slot.ts'

/** A disclosure takes at most this many bytes of UTF-8. */
export const maxDisclosureBytes = 256 * 1024

/**
 * Seals a recorded event: cuts it into slots, salts and hashes each, and hashes the record. The disclosures are stored
 * verbatim; nothing is ever canonicalized a second time. A problem when the event cannot be sealed and its sender can
 * change that (too many slots, a slot too large); a value that JSON cannot carry is a defect and throws.
 */
export function sealEvent(event: RecordedEvent, ownSlot: OwnSlot, ports: Hashing & Salting): SealedEvent | Problem {
  const cut = cutSlots(event, ownSlot)
  if (isProblem(cut)) return cut
  const slots: DisclosedSlot[] = []
  for (const { name, value } of cut) {
    const disclosure = `["${ports.salt()}","${name}",${canonicalize(value)}]`
    if (isTooLarge(disclosure)) return tooLarge
    slots.push({ state: 'disclosed', name, digest: ports.sha256Text(disclosure), disclosure })
  }
  return { slots, hash: eventHash(recordText(slots), ports) }
}

/** A UTF-16 unit takes at most three bytes, so that short texts need no count. */
const isTooLarge = (text: string): boolean => text.length * 3 > maxDisclosureBytes && utf8Length(text) > maxDisclosureBytes

const tooLarge: Problem = {
  code: 'event_too_large',
  detail: 'A part of the event that is hashed by itself would be larger than 256 KiB once written in canonical form.',
}
