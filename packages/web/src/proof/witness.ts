import {
  type Checkpoint,
  consistencyProof,
  fromBase64,
  isMalformed,
  isQuorum,
  Malformed,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  policyKeys,
  toBase64,
  verifyConsistency,
  verifyNote,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { getCheckpoint, getPolicy } from '../api/daybook-api.ts'
import { type Alarm, recall, remember, type Sighting } from './memory.ts'
import { tileReader } from './tile-reader.ts'

/** Whether what the server shows now continues what this browser has seen. */
export type Continuity =
  | { readonly state: 'first'; readonly sighting: Sighting }
  | { readonly state: 'continues'; readonly sighting: Sighting; readonly since: Sighting }
  | { readonly state: 'alarm'; readonly sighting: Sighting; readonly alarm: Alarm }

/** A checkpoint whose signatures satisfy a policy. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: string
  /** The log's key as people can compare it: name and id. */
  readonly key: string
}

/** Opens a checkpoint under a policy: signed by a log of the policy that has the checkpoint's origin as its name, and its quorum met. */
export function openCheckpoint(note: string, policyText: string): SignedCheckpoint | Malformed {
  const policy = parsePolicy(policyText, nobleCrypto)
  const parsed = parseNote(note)
  if (isMalformed(policy)) return policy
  if (isMalformed(parsed)) return parsed
  const opened = verifyNote(parsed, policyKeys(policy), nobleCrypto)
  if (isMalformed(opened)) return opened
  const checkpoint = parseCheckpoint(opened.text)
  if (isMalformed(checkpoint)) return checkpoint
  const signers = new Set(opened.verified.map(({ key }) => `${key.name}+${key.id}`))
  const log = policy.logs.find(({ key }) => key.name === checkpoint.origin && signers.has(`${key.name}+${key.id}`))
  if (!log) return new Malformed('is not signed by the log it names')
  const witnessed = policy.witnesses.filter(({ key }) => signers.has(`${key.name}+${key.id}`)).map(({ name }) => name)
  if (!isQuorum(policy, new Set(witnessed))) return new Malformed('lacks cosignatures that the policy asks for')
  return { ...checkpoint, note, key: `${log.key.name}+${log.key.id}` }
}

/** The trail's keys as this browser pinned them, asking the server for them at first sight only. */
export const pinnedPolicy = async (trail: string): Promise<string> => recall(trail)?.policy ?? (await getPolicy(trail))

/** Asks for the newest checkpoint and demands that it continues what was seen. Throws where the server cannot be asked. */
export async function watch(trail: string): Promise<Continuity> {
  return observe(trail, await getCheckpoint(trail), await pinnedPolicy(trail), 'newest')
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Holds a checkpoint against the memory of this browser, and remembers it if it continues that. Calls wait for each
 * other. A checkpoint of an event's proof may be an older one; the newest may not be.
 */
export function observe(trail: string, note: string, policy: string, which: 'newest' | 'of_a_proof'): Promise<Continuity> {
  const next = last.then(() => compare(trail, note, policy, which))
  last = next.catch(() => undefined)
  return next
}

async function compare(trail: string, note: string, policy: string, which: 'newest' | 'of_a_proof'): Promise<Continuity> {
  const before = recall(trail)
  const now = openCheckpoint(note, policy)
  if (!before) return begin(trail, note, policy, now)
  if (before.alarm) return { state: 'alarm', sighting: before, alarm: before.alarm }
  const alarm = await whatIsWrong(trail, before, now, note, which)
  if (alarm) {
    remember(trail, { ...before, alarm })
    return { state: 'alarm', sighting: before, alarm }
  }
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
  note: string,
  which: 'newest' | 'of_a_proof',
): Promise<Alarm | undefined> {
  const alarm = (kind: Alarm['kind'], claims: string): Alarm => ({ kind, at: new Date().toISOString(), note, now: claims })
  if (isMalformed(now)) {
    const origin = note.split('\n')[0] ?? ''
    return origin === before.origin ? alarm('unsigned', now.why) : alarm('origin', origin)
  }
  if (now.origin !== before.origin) return alarm('origin', now.origin)
  if (now.size < before.size && which === 'newest') return alarm('shorter', String(now.size))
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
