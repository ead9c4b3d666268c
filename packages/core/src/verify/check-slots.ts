import { fromBase64url } from '../crypto/base64.ts'
import type { Hashing } from '../crypto/ports.ts'
import { utf8Length } from '../crypto/utf8.ts'
import type { Json } from '../event/event.ts'
import { eventHash, recordText } from '../ledger/record.ts'
import type { DisclosedSlot, SlotState } from '../ledger/slot.ts'
import { isSlotName } from '../ledger/slot-name.ts'
import { isCanonicalObject } from './canonical-text.ts'
import type { FindingCode } from './report.ts'

/** The format's bounds; sealing has its own copies, since verification takes nothing from it. */
const maxSlots = 256
const maxDisclosureBytes = 256 * 1024

export interface SlotProblem {
  readonly code: FindingCode
  readonly slot?: string
  /** A clause that follows a position: "slot reason …". */
  readonly detail: string
}

export interface CheckedSlots {
  readonly problems: readonly SlotProblem[]
  /** R, rebuilt from names and digests; absent when they are not those of a record. */
  readonly record?: string
  /** E. */
  readonly hash?: Uint8Array
  /** The value of `core` where it is disclosed, right, and has a `ledger` member: a control event. */
  readonly control?: { readonly [member: string]: Json }
}

const digestText = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/**
 * Checks one event by itself: names, digests, and each disclosure against its digest, to the letter of the format.
 * Whether E stands in a log, and whether erasures are excused, is for the caller.
 */
export function checkSlots(slots: readonly SlotState[], hashing: Hashing): CheckedSlots {
  const problems: SlotProblem[] = []
  if (!isRecord(slots, problems)) return { problems }
  let control: { readonly [member: string]: Json } | undefined
  for (const slot of slots) {
    if (slot.state !== 'disclosed') continue
    const valueAt = checkDisclosure(slot, hashing, problems)
    if (slot.name === 'core' && valueAt !== undefined) control = controlOf(slot.disclosure, valueAt)
  }
  const record = recordText(slots)
  return { problems, record, hash: eventHash(record, hashing), ...(control !== undefined && { control }) }
}

/** The value of `core` when it has a `ledger` member; parsed only where the text could have one. */
function controlOf(disclosure: string, valueAt: number): { readonly [member: string]: Json } | undefined {
  if (!disclosure.includes('"ledger":', valueAt)) return undefined
  const core = JSON.parse(disclosure.slice(valueAt, -1)) as { readonly [member: string]: Json }
  return core.ledger === undefined ? undefined : core
}

function isRecord(slots: readonly SlotState[], problems: SlotProblem[]): boolean {
  const wrong = (detail: string, slot?: string): boolean => {
    problems.push({ code: 'slot_malformed', detail, ...(slot !== undefined && { slot }) })
    return false
  }
  if (slots.length < 1 || slots.length > maxSlots) return wrong(`it has ${slots.length} slots; a record has 1 to ${maxSlots}`)
  let last = ''
  for (const { name, digest } of slots) {
    if (!isSlotName(name)) return wrong('the name of one of its slots is not one the format allows')
    if (name <= last) return wrong(`slot ${name} is not in its place: slots ascend by name, each once`, name)
    if (!digestText.test(digest)) return wrong(`the digest of slot ${name} is not a SHA-256 in base64url`, name)
    last = name
  }
  return true
}

const opening = /^\["[A-Za-z0-9_-]{21}[AQgw]","([A-Za-z0-9_.%/-]{1,128})",(?=\{)/

/** Where the value starts, when the disclosure is the text that was hashed and that text is right in itself. */
function checkDisclosure(
  { name, digest, disclosure }: DisclosedSlot,
  hashing: Hashing,
  problems: SlotProblem[],
): number | undefined {
  const wrong = (code: FindingCode, detail: string): undefined => {
    problems.push({ code, slot: name, detail: `slot ${name} ${detail}` })
    return undefined
  }
  if (!disclosure.isWellFormed()) return wrong('disclosure_malformed', 'is disclosed in text that is not well-formed Unicode')
  if (hashing.sha256Text(disclosure) !== digest) {
    return wrong('disclosure_altered', 'does not hash to its digest: its value or its salt was changed')
  }
  if (disclosure.length * 3 > maxDisclosureBytes && utf8Length(disclosure) > maxDisclosureBytes) {
    return wrong('disclosure_malformed', 'is larger than 256 KiB')
  }
  const [start, disclosedName] = opening.exec(disclosure) ?? []
  if (start === undefined || !isCanonicalObject(disclosure, start.length, ']')) {
    return wrong('disclosure_malformed', 'is not disclosed as a canonical [salt, name, value]')
  }
  if (disclosedName !== name) return wrong('disclosure_malformed', `is disclosed under another name, ${disclosedName}`)
  return start.length
}

/** E as an event answer writes it: 43 characters of base64url. */
export const readEventHash = (text: string): Uint8Array | undefined => (digestText.test(text) ? fromBase64url(text) : undefined)
