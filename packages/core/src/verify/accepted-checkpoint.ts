import type { Verifying } from '../crypto/ports.ts'
import { type Checkpoint, parseCheckpoint } from '../ledger/checkpoint.ts'
import { isMalformed, Malformed } from '../ledger/malformed.ts'
import { parseNote } from '../ledger/note.ts'
import { isQuorum, type Policy, policyKeys } from '../ledger/policy.ts'
import { keyTypes } from '../ledger/verifier-key.ts'
import { verifyNote } from '../ledger/verify-note.ts'

/** A checkpoint whose signatures satisfy a policy. */
export interface SignedCheckpoint extends Checkpoint {
  /** Names of the policy's witnesses that cosigned, with their times in seconds since 1970. */
  readonly witnessed: readonly { readonly name: string; readonly timeS: number }[]
  /** Names of signature lines whose keys the policy does not name. */
  readonly unknown: readonly string[]
}

/** Why a checkpoint was not accepted: `signed: false` when the policy's keys say so, otherwise it is no checkpoint at all. */
export class Rejected extends Malformed {
  readonly signed: boolean
  constructor(why: string, signed: boolean) {
    super(why)
    this.signed = signed
  }
}

/** Reads a checkpoint note and asks the policy: a log it names must have signed under its own name, and the quorum must have cosigned. */
export function readSignedCheckpoint(text: string, policy: Policy, verifying: Verifying): SignedCheckpoint | Rejected {
  const note = parseNote(text)
  if (isMalformed(note)) return new Rejected(note.why, true)
  const checkpoint = parseCheckpoint(note.text)
  if (isMalformed(checkpoint)) return new Rejected(checkpoint.why, true)
  const result = verifyNote(note, policyKeys(policy), verifying)
  if (isMalformed(result)) return new Rejected(result.why, false)
  const { verified, unknown } = result
  const byLog = verified.some(({ key }) => key.type === keyTypes.note && key.name === checkpoint.origin)
  if (!byLog) return new Rejected(`is not signed by a key the policy names for the log ${checkpoint.origin}`, false)
  const witnessed = policy.witnesses.flatMap(({ name, key }) => {
    const timeS = verified.find((signature) => signature.key.name === key.name && signature.key.id === key.id)?.timeS
    return timeS === undefined ? [] : [{ name, timeS }]
  })
  if (!isQuorum(policy, new Set(witnessed.map(({ name }) => name)))) {
    return new Rejected(`lacks the cosignatures that the policy asks for (${policy.quorum})`, false)
  }
  return { ...checkpoint, witnessed, unknown }
}

/** The newest time a cosigner of the policy gave, seconds since 1970. */
export const checkpointTimeS = ({ witnessed }: SignedCheckpoint): number | undefined =>
  witnessed.length === 0 ? undefined : Math.max(...witnessed.map(({ timeS }) => timeS))

/** `2026-11-22 09:15:02 UTC`. */
export const timeText = (timeS: number): string => {
  const date = new Date(timeS * 1000)
  return Number.isNaN(date.getTime()) ? `second ${timeS}` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
