import { type BundleEvent, bundleLine } from '../ledger/bundle-line.ts'
import { isMalformed, Malformed } from '../ledger/malformed.ts'
import type { SlotState } from '../ledger/slot.ts'
import { scanString } from './canonical-text.ts'
import { readEventHash } from './check-slots.ts'

/** Reads a line of `events.ndjson`; it must be written as the format writes it, to the byte. */
export function readBundleLine(line: string): BundleEvent | Malformed {
  return scanPresent(line) ?? readAny(line)
}

const lineStart = /^\{"seq":(0|[1-9][0-9]{0,15}),"slots":\[(?=\{)/
const slotStart =
  /\{"name":"([A-Za-z0-9_.%/-]{1,128})","digest":"([A-Za-z0-9_-]{43})",(?:"disclosure":(?=")|"state":"(withheld)"\}|"state":"erased","by":(0|[1-9][0-9]{0,15})\})/y

/** The usual line, read in one pass: what it accepts needs not be written again and compared. Undefined leaves it to `readAny`. */
function scanPresent(line: string): BundleEvent | undefined {
  const start = lineStart.exec(line)
  if (start === null || !line.isWellFormed()) return undefined
  const slots: SlotState[] = []
  let at = start[0].length
  for (;;) {
    slotStart.lastIndex = at
    const [text, name = '', digest = '', withheld, by] = slotStart.exec(line) ?? []
    if (text === undefined) return undefined
    at += text.length
    if (withheld !== undefined) slots.push({ state: 'withheld', name, digest })
    else if (by !== undefined) slots.push({ state: 'erased', name, digest, by: Number(by) })
    else {
      const end = scanString(line, at)
      if (end < 0 || line.charAt(end) !== '}') return undefined
      slots.push({ state: 'disclosed', name, digest, disclosure: JSON.parse(line.slice(at, end)) as string })
      at = end + 1
    }
    const next = line.charAt(at++)
    if (next === ',') continue
    const isEnd = next === ']' && line.charAt(at) === '}' && line.length === at + 1
    const seq = Number(start[1])
    const isSafe = Number.isSafeInteger(seq) && slots.every((slot) => slot.state !== 'erased' || Number.isSafeInteger(slot.by))
    return isEnd && isSafe ? { state: 'present', seq, slots } : undefined
  }
}

/** Any line, read as JSON, with what is wrong in a phrase. */
export function readAny(line: string): BundleEvent | Malformed {
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
