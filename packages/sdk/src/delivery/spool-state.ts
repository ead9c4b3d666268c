/** `state.json` of a producer's folder: small, replaced whole, fsynced before any segment it speaks of is unlinked. */
export interface SpoolState {
  readonly version: 1
  readonly producer: string
  /** Every number up to this is on the trail or in the dead-letter file. */
  readonly acked: number
  /** The next number to give; higher than any given when this was written. No number `aheadMost` above it is given after. */
  readonly next: number
  /** The segment that numbers from `next` on go to. Where its end is damaged nobody knows how many there were. */
  readonly segment?: number
  readonly deadLetters: number
  /** Set while events were in memory only: a process that ends then has lost an unknown number of them. */
  readonly memorySince?: string
}

/** How far numbers may go beyond what `state.json` says before it is written again. */
export const aheadMost = 1_000

export const stateFile = 'state.json'
export const gapsFile = 'gaps.json'
export const witnessFile = 'witness.json'
export const refusedFile = 'refused.ndjson'
/** Room that a full disk gets back, so that the small files can say what was delivered and its segments can go. */
export const reserveFile = 'reserve'
/** The small files once more, each in pages of its own. */
export const reserveBytes = 16 * 1024

export const readState = (text: string | undefined): SpoolState | undefined => {
  const value = parseObject(text)
  const { version, producer, acked, next, segment, deadLetters, memorySince } = value ?? {}
  if (version !== 1 || typeof producer !== 'string' || !isCount(acked) || !isCount(next)) return undefined
  return {
    version,
    producer,
    acked,
    next,
    ...(isCount(segment) ? { segment } : {}),
    deadLetters: isCount(deadLetters) ? deadLetters : 0,
    ...(typeof memorySince === 'string' ? { memorySince } : {}),
  }
}

/** A JSON object, or undefined for anything else: what is not what we wrote counts as not there. */
export const parseObject = (text: string | undefined): { readonly [member: string]: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as { readonly [member: string]: unknown }) : undefined
  } catch {
    return undefined
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
