import { formatTlogProof, type HashReader, inclusionProof, manifestText, recordText } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import type { StoredEvent } from '../journal/journal.ts'
import type { BundleOptions } from './bundle-entries.ts'
import { type BundleEntry, textEntry } from './bundle-entry.ts'
import { type Counting, eventLines, noCounts } from './event-lines.ts'
import { selectionReadmeText } from './readme-text.ts'

/** Where a selection's content comes from; it is read twice, and must be the same both times. */
export interface SelectionSource extends HashReader {
  /** The chosen events in ascending order, all below the checkpoint, with withheld what this reader may not have. */
  events(): AsyncIterable<StoredEvent>
}

export interface SelectionOptions extends BundleOptions {
  /** What was asked for, as a query; a claim that nobody can check offline. */
  readonly query: string
}

/**
 * Some events as files: each with a proof of its own under one checkpoint, and nothing of the others. Streams, like the
 * bundle of a whole log.
 */
export async function* selectionEntries(source: SelectionSource, options: SelectionOptions): AsyncGenerator<BundleEntry> {
  const { checkpoint, origin, query } = options
  yield textEntry('README.txt', selectionReadmeText(options))
  yield textEntry('log/checkpoint', checkpoint.note)
  const counts = noCounts()
  const range = { from: 0, to: 0 }
  yield { path: 'events.ndjson', chunks: eventLines(ranged(source.events(), range, counts), counts) }
  for await (const event of source.events()) {
    const hashes = await inclusionProof(event.seq, checkpoint.size, source, nodeCrypto)
    const record = event.state === 'present' ? { record: recordText(event.slots) } : {}
    const proof = formatTlogProof({ ...record, index: event.seq, hashes, note: checkpoint.note })
    yield textEntry(`proofs/${event.seq}.tlog-proof`, proof)
  }
  yield textEntry('policy.txt', options.policy)
  if (options.verifierPage !== undefined) yield textEntry('verify.html', options.verifierPage)
  yield textEntry('manifest.json', manifestText({ origin, proof: 'proofs', query, range, counts }))
}

async function* ranged(
  events: AsyncIterable<StoredEvent>,
  range: { from: number; to: number },
  counts: Counting,
): AsyncGenerator<StoredEvent> {
  for await (const event of events) {
    if (counts.events === 0) range.from = event.seq
    range.to = event.seq + 1
    yield event
  }
}
