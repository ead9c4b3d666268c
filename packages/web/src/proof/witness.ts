import {
  consistencyProof,
  fromBase64,
  isMalformed,
  type Malformed,
  parsePolicy,
  toBase64,
  verifyConsistency,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { Rejected, readSignedCheckpoint, type SignedCheckpoint } from '@daybook/core/verify'
import { getCheckpoint, getPolicy } from '../api/daybook-api.ts'
import { isNotFound } from '../api/request.ts'
import { fill, m } from '../messages/messages.ts'
import { type Alarm, recall, remember, type Sighting } from './memory.ts'
import { tileReader } from './tile-reader.ts'

/** Whether what the server shows now continues what this browser has seen. */
export type Continuity =
  | { readonly state: 'first'; readonly sighting: Sighting }
  | { readonly state: 'continues'; readonly sighting: Sighting; readonly since: Sighting }
  | { readonly state: 'alarm'; readonly sighting: Sighting; readonly alarm: Alarm }

/** Opens a checkpoint note under a policy's text. */
export function openCheckpoint(note: string, policyText: string): SignedCheckpoint | Malformed {
  const policy = parsePolicy(policyText, nobleCrypto)
  return isMalformed(policy) ? policy : readSignedCheckpoint(note, policy, nobleCrypto)
}

/** The log's key as people compare it: its name and id. */
export function logKey(policyText: string, origin: string): string {
  const policy = parsePolicy(policyText, nobleCrypto)
  const log = isMalformed(policy) ? undefined : policy.logs.find(({ key }) => key.name === origin)
  return log ? `${log.key.name}+${log.key.id}` : origin
}

/** The trail's keys as this browser pinned them, asking the server for them at first sight only. */
export const pinnedPolicy = async (trail: string): Promise<string> => recall(trail)?.policy ?? (await getPolicy(trail))

/**
 * Asks for the newest checkpoint and demands that it continues what was seen when it asked. Answers undefined where
 * there is no checkpoint yet and none was seen. Throws where the server cannot be asked or does not answer with one.
 */
export const watch = (trail: string): Promise<Continuity | undefined> =>
  inTurn(async () => {
    const before = recall(trail)
    try {
      const policy = await pinnedPolicy(trail)
      return await compare(trail, { note: await getCheckpoint(trail), policy, before, newest: true })
    } catch (error) {
      if (!before && isNotFound(error)) return undefined
      throw error
    }
  })

/** Holds the checkpoint of an event's proof, which may be an older one, against the memory of this browser. */
export const observe = (trail: string, note: string, policy: string): Promise<Continuity> =>
  inTurn(() => compare(trail, { note, policy, before: recall(trail), newest: false }))

let last: Promise<unknown> = Promise.resolve()

/** One comparison at a time, so that none is held against what another is about to replace. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work)
  last = next.catch(() => undefined)
  return next
}

interface Sight {
  readonly note: string
  readonly policy: string
  /** What this browser remembered before the server was asked. */
  readonly before: Sighting | undefined
  readonly newest: boolean
}

async function compare(trail: string, sight: Sight): Promise<Continuity> {
  const { note, policy, before } = sight
  const now = openCheckpoint(note, policy)
  // A proxy's page or an empty answer is no testimony against the log.
  if (now instanceof Rejected && now.signed) throw new Error(fill(m.alarm.noCheckpoint, { why: now.why }))
  if (!before) return begin(trail, note, policy, now)
  if (before.alarm) return { state: 'alarm', sighting: before, alarm: before.alarm }
  const alarm = await whatIsWrong(trail, before, now, sight)
  if (alarm) {
    remember(trail, { ...before, alarm })
    return { state: 'alarm', sighting: before, alarm }
  }
  // Another tab may have seen more in the meantime.
  if (isMalformed(now) || now.size <= (recall(trail)?.size ?? 0)) return { state: 'continues', sighting: before, since: before }
  const sighting = { ...before, size: now.size, root: toBase64(now.root), note, seen: new Date().toISOString() }
  remember(trail, sighting)
  return { state: 'continues', sighting, since: before }
}

function begin(trail: string, note: string, policy: string, now: SignedCheckpoint | Malformed): Continuity {
  const at = new Date().toISOString()
  const blank = { origin: '', policy, firstSeen: at, size: 0, root: '', note, seen: at }
  if (isMalformed(now)) return { state: 'alarm', sighting: blank, alarm: { kind: 'unsigned', at, note, now: now.why } }
  const sighting = { ...blank, origin: now.origin, size: now.size, root: toBase64(now.root) }
  remember(trail, sighting)
  return { state: 'first', sighting }
}

async function whatIsWrong(
  trail: string,
  before: Sighting,
  now: SignedCheckpoint | Malformed,
  { note, newest }: Sight,
): Promise<Alarm | undefined> {
  const alarm = (kind: Alarm['kind'], claims: string): Alarm => ({ kind, at: new Date().toISOString(), note, now: claims })
  if (isMalformed(now)) {
    const origin = note.split('\n')[0] ?? ''
    return origin === before.origin ? alarm('unsigned', now.why) : alarm('origin', origin)
  }
  if (now.origin !== before.origin) return alarm('origin', now.origin)
  if (now.size < before.size && newest) return alarm('shorter', String(now.size))
  return (await continues(trail, before, now)) ? undefined : alarm('forked', String(now.size))
}

/** RFC 6962: whether the smaller of the two trees is the beginning of the larger one, by hashes read from the tiles. */
async function continues(trail: string, before: Sighting, now: SignedCheckpoint): Promise<boolean> {
  const seen = { size: before.size, root: fromBase64(before.root) ?? new Uint8Array() }
  const [old, grown] = seen.size <= now.size ? [seen, now] : [now, seen]
  if (old.size === 0) return true
  const proof = await consistencyProof(old.size, grown.size, tileReader(trail, grown.size), nobleCrypto)
  return verifyConsistency({ old, new: grown, proof }, nobleCrypto)
}
