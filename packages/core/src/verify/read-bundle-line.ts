import { type BundleEvent, bundleLine } from '../ledger/bundle-line.ts'
import { isMalformed, Malformed } from '../ledger/malformed.ts'
import type { SlotState } from '../ledger/slot.ts'
import { readEventHash } from './check-slots.ts'

/** Reads a line of `events.ndjson`; it must be written as the format writes it, to the byte. */
export function readBundleLine(line: string): BundleEvent | Malformed {
  const event = readEvent(line)
  if (isMalformed(event)) return event
  return bundleLine(event) === line ? event : new Malformed('is not written as the format writes it')
}

function readEvent(line: string): BundleEvent | Malformed {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return new Malformed('is not JSON')
  }
  const { seq, slots, state, hash, by } = Object(value) as { [member: string]: unknown }
  if (!isPosition(seq)) return new Malformed('names no position')
  if (state === 'pruned') {
    const isEvent = typeof hash === 'string' && readEventHash(hash) !== undefined && isPosition(by)
    return isEvent ? { state, seq, hash, by } : new Malformed('is a pruned event without its hash or its retention event')
  }
  if (!Array.isArray(slots)) return new Malformed('has no slots')
  const read: SlotState[] = []
  for (const one of slots) {
    const slot = readSlot(Object(one) as { [member: string]: unknown })
    if (slot === undefined) return new Malformed('has a slot in no state that the format knows')
    read.push(slot)
  }
  return { state: 'present', seq, slots: read }
}

function readSlot({ name, digest, disclosure, state, by }: { [member: string]: unknown }): SlotState | undefined {
  if (typeof name !== 'string' || typeof digest !== 'string') return undefined
  // Well-formed, or writing the line again would throw.
  if (typeof disclosure === 'string')
    return disclosure.isWellFormed() && !disclosure.includes('\0') ? { state: 'disclosed', name, digest, disclosure } : undefined
  if (state === 'withheld') return { state, name, digest }
  return state === 'erased' && isPosition(by) ? { state, name, digest, by } : undefined
}

const isPosition = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0)
