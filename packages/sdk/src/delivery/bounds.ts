import { limits } from '@daybook/core'

/** How much delivery holds and how long it waits. Times in milliseconds. */
export interface Bounds {
  /** Events not yet on disk, waiting for room, or kept in memory only. */
  readonly memoryBytes: number
  readonly diskBytes: number
  /** A segment is closed once it has this much. */
  readonly segmentBytes: number
  /** One group commit. */
  readonly groupBytes: number
  readonly batchEvents: number
  readonly batchBytes: number
  /** Commits begin at least this far apart, so that a busy program costs a hundred fsyncs a second at most. */
  readonly commitMs: number
  /** How long the first event of a batch waits for company. */
  readonly lingerMs: number
  readonly requestMs: number
  readonly retryFirstMs: number
  readonly retryMostMs: number
  /** Between attempts while the server does not let us in. */
  readonly pausedMs: number
  /** `Retry-After` is honoured up to this. */
  readonly retryAfterMostMs: number
  readonly repairMs: number
  /** The watermark may lag behind the answers by this much; events in between are sent again after a crash. */
  readonly settleMs: number
  /** Acknowledged events stay on disk for this long, within a quarter of the disk's bound. */
  readonly keepMs: number
  readonly roomWaitMs: number
  readonly heartbeatMs: number
}

/** A share of the whole bound that is kept for the batch read back from disk. */
const windowShare = 4

export const boundsOf = (options: {
  readonly memoryBytes?: number
  readonly diskBytes?: number
  readonly roomWaitMs?: number
}): Bounds => {
  const memoryBytes = options.memoryBytes ?? 8 * 1024 * 1024
  const diskBytes = options.diskBytes ?? 256 * 1024 * 1024
  const segmentBytes = Math.min(1024 * 1024, Math.ceil(diskBytes / 16))
  return {
    memoryBytes: Math.floor(memoryBytes - memoryBytes / windowShare),
    diskBytes,
    segmentBytes,
    groupBytes: Math.min(512 * 1024, segmentBytes),
    batchEvents: limits.eventsPerRequest,
    batchBytes: 2 * 1024 * 1024,
    commitMs: 10,
    lingerMs: 10,
    requestMs: 20_000,
    retryFirstMs: 100,
    retryMostMs: 30_000,
    pausedMs: 60_000,
    retryAfterMostMs: 60 * 60_000,
    repairMs: 5_000,
    settleMs: 250,
    keepMs: 24 * 60 * 60_000,
    roomWaitMs: options.roomWaitMs ?? 10_000,
    heartbeatMs: 60_000,
  }
}

/** How full memory or disk may be for an event of each severity: what matters most has the last room. */
export const shareOf = { low: 0.8, normal: 0.9, high: 1 } as const
