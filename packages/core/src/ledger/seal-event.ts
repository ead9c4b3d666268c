import type { Hashing, Salting } from '../crypto/ports.ts'
import { utf8Text } from '../crypto/utf8.ts'
import type { RecordedEvent } from '../event/event.ts'
import { isProblem, type Problem } from '../refusal.ts'
import type { OwnSlot } from './cut-slots.ts'
import { Sealer } from './sealer.ts'
import type { DisclosedSlot, SealedEvent, SealedLines } from './slot.ts'

const oneEventBytes = 4 * 1024
/** `["`, a salt of 22 characters and `","`: where the name begins in every disclosure. */
const nameStart = 27

/** Seals one event, as `Sealer` does, and gives its slots one by one. */
export function sealEvent(event: RecordedEvent, ownSlot: OwnSlot, ports: Hashing & Salting): SealedEvent | Problem {
  const sealed = new Sealer(ports, oneEventBytes).seal(event, ownSlot)
  return isProblem(sealed) ? sealed : { slots: sealedSlots(sealed, ports), hash: sealed.hash }
}

/** The slots of a sealed event, each with its digest hashed anew. */
export function sealedSlots({ bytes, from, to }: SealedLines, hashing: Hashing): readonly DisclosedSlot[] {
  const text = utf8Text(bytes.subarray(from, to))
  if (text === undefined || !text.endsWith('\n')) throw new Error('the lines of a sealed event are not what a sealer writes')
  return text
    .slice(0, -1)
    .split('\n')
    .map((disclosure) => ({
      state: 'disclosed',
      name: disclosure.slice(nameStart, disclosure.indexOf('"', nameStart)),
      digest: hashing.sha256Text(disclosure),
      disclosure,
    }))
}
