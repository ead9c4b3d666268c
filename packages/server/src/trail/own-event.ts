import type { Actor, EventInput, LedgerStatement, Source } from '@daybook/core'
import type { EpochFacts } from '../signer/signed-memory.ts'
import { uuidV5, uuidV7 } from './uuid.ts'

/** Who did it and through what; the server itself where nobody else did. */
export interface Doer {
  readonly actor: Actor
  readonly source: Source
}

export const theServer: Doer = {
  actor: { type: 'system', id: 'daybook', name: 'Daybook' },
  source: { type: 'system_rule', name: 'Daybook server' },
}

type Details = Omit<Partial<EventInput>, 'action' | 'actor' | 'source'>

/** One of the trail's own events. */
export const ownEvent = (action: `trail.${string}`, doer: Doer, nowMs: number, details: Details = {}): EventInput => ({
  id: uuidV7(nowMs),
  action,
  occurredAt: new Date(nowMs).toISOString(),
  ...doer,
  ...details,
})

// Namespaces of ids that are derived, so that the same fact recorded twice is one event. Made once at random.
const conflictNamespace = 'b2f40d1c-2c5f-4a8e-9d0b-5d0a3f0f7c11'
const checkpointNamespace = '5b1f6c84-6e0d-4f3e-8a55-0f6c2f1f8b92'
const catalogueNamespace = 'c6a3e1f0-7d39-4c0b-9a52-2f4e8d5b6a73'
const importNamespace = '0e9d4c2a-51b8-4f6f-8c17-6b3a9e2d4f58'
const epochNamespace = 'd1c85e37-0b6a-4c92-8f4d-3e7a9b2c6f10'
const gapNamespace = '3d7a90e4-8b1f-4c56-a2e3-95c0d14f6b78'
const keyNamespace = '7a4f2b9e-3c60-4d1e-b8a5-9f1c0d6e2b34'

/** One event for a catalogue version, however often its recording is tried. */
export const catalogueEventId = (origin: string, version: number): string => uuidV5(catalogueNamespace, `${origin} ${version}`)

/** One event for the import of a file with a mapping, however often it is repeated. */
export const importEventId = (origin: string, fileSha256: string, mapping: string): string =>
  uuidV5(importNamespace, `${origin} ${fileSha256} ${mapping}`)

/** One event for the making and one for the end of an access key. */
export const keyEventId = (key: string, what: 'created' | 'revoked'): string => uuidV5(keyNamespace, `${key} ${what}`)

/** Says that an id came again with other content, and where the first is. The same repeat says it once. */
export const conflictEvent = (
  id: string,
  seq: number,
  secondDigest: Uint8Array,
  nowMs: number,
): { readonly event: EventInput; readonly ledger: LedgerStatement } => ({
  event: ownEvent('trail.id_conflict', theServer, nowMs, {
    id: uuidV5(conflictNamespace, `${id} ${Buffer.from(secondDigest).toString('hex')}`),
    object: { type: 'event', id, name: `event ${id}` },
  }),
  ledger: { op: 'id_conflict', ranges: [[seq, seq + 1]] },
})

/** Says which of a producer's numbers are missing. The same gaps since the same moment are one event. */
export const gapOpenedEvent = (
  origin: string,
  producer: string,
  missing: { readonly count: number; readonly ranges: readonly (readonly [from: number, to: number])[]; readonly says: string },
  nowMs: number,
): EventInput =>
  ownEvent('trail.gap_opened', theServer, nowMs, {
    id: uuidV5(gapNamespace, `${origin} ${producer} ${JSON.stringify(missing.ranges)}`),
    object: { type: 'producer', id: producer, name: producer },
    count: missing.count,
    reason: missing.says,
    context: { ranges: missing.ranges.map(([from, to]) => [from, to]) },
  })

/** Says that none of the numbers is missing any more that the trail said were. */
export const gapClosedEvent = (producer: string, toldMs: number, nowMs: number): EventInput =>
  ownEvent('trail.gap_closed', theServer, nowMs, {
    id: uuidV5(gapNamespace, `${producer} closed ${toldMs}`),
    object: { type: 'producer', id: producer, name: producer },
  })

/** Says that a producer has seen a checkpoint that is not ours. The same claim says it once. */
export const disputeEvent = (
  seen: { readonly size: number; readonly root: string },
  key: string,
  failed: string,
  nowMs: number,
): EventInput =>
  ownEvent('trail.checkpoint_disputed', theServer, nowMs, {
    id: uuidV5(checkpointNamespace, `${key} ${seen.size} ${seen.root} ${failed}`),
    object: { type: 'access_key', id: key, name: `access key ${key}` },
    context: { size: seen.size, root: seen.root, failed },
  })

/** Says on the trail what the signer was told to accept. */
export const epochEvent = (origin: string, epoch: EpochFacts): EventInput =>
  ownEvent('trail.epoch_opened', theServer, Date.parse(epoch.at), {
    // With its time: where the signer's memory was lost, the numbers begin again.
    id: uuidV5(epochNamespace, `${origin} ${epoch.number} ${epoch.at}`),
    reason: epoch.reason,
    context: { epoch: epoch.number, statement: epoch.statement },
  })
