import type { AppendCall, SeenCheckpoint } from './append-call.ts'

/** A call and the number its answer will carry. */
export interface NumberedCall {
  readonly number: number
  readonly call: AppendCall
}

/**
 * Calls as flat lists: copying an object a call between threads costs as much as checking its event. Trail, key and request id stand
 * one after the other in `names`; call number, length of the body and flags in `figures`. The first of `bytes` holds the small bodies
 * one after the other, each large one has a buffer of its own and crosses without a copy.
 */
export interface PackedCalls {
  readonly kind: 'append'
  readonly names: readonly string[]
  readonly figures: readonly number[]
  /** To be transferred. */
  readonly bytes: readonly ArrayBuffer[]
  /** What few calls have, by their place in the lists. */
  readonly seen: readonly (readonly [at: number, seen: SeenCheckpoint])[]
}

const isNdjson = 1
const waits = 2
const isAlone = 4
const perCall = 3

/** From this size on a transfer costs less than a copy. */
const largeBytes = 32 * 1024

export const packCalls = (calls: readonly NumberedCall[]): PackedCalls => {
  const names: string[] = []
  const figures: number[] = []
  const seen: [number, SeenCheckpoint][] = []
  const small: Uint8Array[] = []
  const large: ArrayBuffer[] = []
  for (let at = 0; at < calls.length; at++) {
    const { number, call } = calls[at] as NumberedCall
    const own = ownBuffer(call.body)
    if (own) large.push(own)
    else small.push(call.body)
    names.push(call.trail, call.key, call.requestId)
    figures.push(number, call.body.length, flagsOf(call) | (own ? isAlone : 0))
    if (call.seen) seen.push([at, call.seen])
  }
  return { kind: 'append', names, figures, bytes: [joined(small), ...large], seen }
}

const flagsOf = ({ format, waitForCheckpoint }: AppendCall): number =>
  (format === 'ndjson' ? isNdjson : 0) | (waitForCheckpoint ? waits : 0)

/** The buffer of a large body that has it to itself. */
const ownBuffer = ({ buffer, length }: Uint8Array): ArrayBuffer | undefined =>
  length >= largeBytes && length === buffer.byteLength && buffer instanceof ArrayBuffer ? buffer : undefined

const joined = (bodies: readonly Uint8Array[]): ArrayBuffer => {
  let size = 0
  for (const { length } of bodies) size += length
  const bytes = new Uint8Array(size)
  let at = 0
  for (const body of bodies) {
    bytes.set(body, at)
    at += body.length
  }
  return bytes.buffer
}

export const unpackCalls = ({ names, figures, bytes, seen }: PackedCalls): readonly NumberedCall[] => {
  const calls: NumberedCall[] = []
  const seenAt = new Map(seen)
  const [small, ...large] = bytes
  if (small === undefined) throw new Error('calls reached the writer without their bodies')
  let from = 0
  for (let at = 0; at * perCall < names.length; at++) {
    const [trail, key, requestId] = names.slice(at * perCall, (at + 1) * perCall) as [string, string, string]
    const [number, length, flags] = figures.slice(at * perCall, (at + 1) * perCall) as [number, number, number]
    const found = seenAt.get(at)
    const own = flags & isAlone ? large.shift() : undefined
    calls.push({
      number,
      call: {
        trail,
        key,
        requestId,
        format: flags & isNdjson ? 'ndjson' : 'json',
        body: own ? new Uint8Array(own) : new Uint8Array(small, from, length),
        waitForCheckpoint: (flags & waits) !== 0,
        ...(found ? { seen: found } : {}),
      },
    })
    if (!own) from += length
  }
  return calls
}
