import {
  type Checkpoint,
  fromBase64,
  isMalformed,
  type Policy,
  parseCheckpoint,
  parseNote,
  readSignedCheckpoint,
  toBase64,
  verifyConsistency,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { parseObject } from './spool-state.ts'

/** `witness.json`: what this producer last saw of the trail. Never reset by us; a person who moves it away starts anew. */
export interface WitnessMemory {
  readonly version: 1
  /** The trail's name in its checkpoints, pinned at first sight. */
  readonly origin: string
  readonly size: number
  /** Base64 of 32 bytes. */
  readonly root: string
  readonly sentinel?: Sentinel
  /** The first thing that did not fit, and what had been seen before it: the evidence. */
  readonly broken?: {
    readonly because: string
    readonly since: string
    readonly size: number
    readonly root: string
    /** Whether the events still kept here were sent again since the last break. */
    readonly refilled: boolean
  }
}

/** Before the first checkpoint: a trail may have answered for events and not have signed yet. */
export const nothingSeen: WitnessMemory = { version: 1, origin: '', size: 0, root: '' }

export interface Seen {
  readonly size: number
  readonly root: string
}

/**
 * The newest event of this producer that was answered for, with its receipt. Sent again now and then, the trail has to
 * answer with the same receipt: that finds what was cut off or replaced before a checkpoint covered it.
 */
export interface Sentinel {
  readonly id: string
  readonly text: string
  readonly seq: number
  readonly hash: string
}

export type Verdict =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'extends'; readonly checkpoint: Checkpoint }
  /** The server's trail is not the one seen before; `now` is what it is instead, where that can be believed at all. */
  | { readonly kind: 'broken'; readonly because: string; readonly now?: Seen }
  /** An answer without the proof that was asked for: suspicious only when it goes on. */
  | { readonly kind: 'unproven' }

/**
 * Judges the checkpoint of an answer against what was sent with its request. `asked` is that, not the newest seen: answers
 * may overtake one another. A first checkpoint is believed, unless a policy says whose signatures to ask for.
 */
export function judgeCheckpoint(
  memory: WitnessMemory | undefined,
  asked: Seen | undefined,
  answer: { readonly checkpoint?: unknown; readonly consistency?: unknown },
  policy: Policy | undefined,
): Verdict {
  if (typeof answer.checkpoint !== 'string')
    return asked ? broken(`It has no checkpoint any more; the last one seen covered ${asked.size} events.`) : { kind: 'nothing' }
  const read = readNote(answer.checkpoint, policy)
  if (typeof read === 'string') return broken(read)
  if (memory && memory.size > 0 && read.origin !== memory.origin)
    return broken(`It calls itself ${read.origin}; the trail seen before is ${memory.origin}.`)
  if (!asked) return read.size > 0 ? { kind: 'extends', checkpoint: read } : { kind: 'nothing' }
  if (read.size < asked.size)
    return broken(
      `It has a checkpoint of ${read.size} events; one of ${asked.size} was seen before. Events at its end are gone.`,
      read,
    )
  return judgeProof(asked, read, answer.consistency)
}

const broken = (because: string, now?: Checkpoint): Verdict => ({
  kind: 'broken',
  because,
  ...(now ? { now: { size: now.size, root: toBase64(now.root) } } : {}),
})

const readNote = (text: string, policy: Policy | undefined): Checkpoint | string => {
  if (policy) {
    const signed = readSignedCheckpoint(text, policy, nobleCrypto)
    return isMalformed(signed) ? `Its checkpoint ${signed.why}.` : signed
  }
  const note = parseNote(text)
  const checkpoint = isMalformed(note) ? note : parseCheckpoint(note.text)
  return isMalformed(checkpoint) ? `Its checkpoint ${checkpoint.why}.` : checkpoint
}

const judgeProof = (asked: Seen, checkpoint: Checkpoint, consistency: unknown): Verdict => {
  if (consistency === undefined) return { kind: 'unproven' }
  const root = fromBase64(asked.root)
  const proof = Array.isArray(consistency) ? consistency.map((hash) => fromBase64(String(hash))) : undefined
  if (!root || !proof || proof.some((hash) => hash === undefined))
    return broken(`It cannot show that it still begins with the ${asked.size} events that were seen before.`, checkpoint)
  const old = { size: asked.size, root }
  return verifyConsistency({ old, new: checkpoint, proof: proof as Uint8Array[] }, nobleCrypto)
    ? { kind: 'extends', checkpoint }
    : broken(`Its proof that it still begins with the ${asked.size} events seen before does not hold.`, checkpoint)
}

/** The memory after a checkpoint was accepted; the same one when it says nothing new. */
export const remember = (memory: WitnessMemory | undefined, { origin, size, root }: Checkpoint): WitnessMemory =>
  memory && origin === memory.origin && size <= memory.size
    ? memory
    : { ...memory, version: 1, origin, size, root: toBase64(root) }

export const readWitness = (text: string | undefined): WitnessMemory | undefined => {
  const value = parseObject(text) as Partial<WitnessMemory> | undefined
  return value?.version === 1 &&
    typeof value.origin === 'string' &&
    Number.isSafeInteger(value.size) &&
    typeof value.root === 'string'
    ? (value as WitnessMemory)
    : undefined
}
