import { type HashReader, manifestText, tileBytes, tilePath, tilesOf } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import type { StoredEvent } from '../journal/journal.ts'
import { type BundleEntry, bytesEntry, textEntry } from './bundle-entry.ts'
import { eventLines, noCounts } from './event-lines.ts'
import { readmeText } from './readme-text.ts'

/** Where a bundle's content comes from. */
export interface BundleSource extends HashReader {
  /** Events of positions `[from, to)` in order, with withheld what this reader may not have. */
  events(from: number, to: number): AsyncIterable<StoredEvent>
}

export interface BundleOptions {
  readonly trail: string
  readonly origin: string
  /** The signed note under which the bundle stands, and the number of entries it covers. */
  readonly checkpoint: { readonly note: string; readonly size: number }
  /** The tlog-policy text, to compare with the auditor's own copy; never to be trusted from here. */
  readonly policy: string
  /** RFC 3339, UTC. */
  readonly exportedAt: string
  /** Earlier signed checkpoints and other anchors: file name and text. */
  readonly anchors?: readonly { readonly name: string; readonly text: string }[]
  /** The offline verifier page, where it is built. */
  readonly verifierPage?: string
}

/**
 * A full export as files: a complete tlog-tiles directory under `log/`, every event up to the checkpoint, and what a
 * person needs to check it. Streams: nothing larger than a tile and a group of events is held. The manifest comes last,
 * because it counts what was written.
 */
export async function* bundleEntries(source: BundleSource, options: BundleOptions): AsyncGenerator<BundleEntry> {
  const { checkpoint } = options
  yield textEntry('README.txt', readmeText(options))
  yield textEntry('log/checkpoint', checkpoint.note)
  for (const tile of tilesOf(checkpoint.size)) {
    yield bytesEntry(`log/${tilePath(tile)}`, await tileBytes(tile, source, nodeCrypto))
  }
  const counts = noCounts()
  yield { path: 'events.ndjson', chunks: eventLines(source.events(0, checkpoint.size), counts) }
  for (const anchor of options.anchors ?? []) yield textEntry(`anchors/${anchor.name}`, anchor.text)
  yield textEntry('policy.txt', options.policy)
  if (options.verifierPage !== undefined) yield textEntry('verify.html', options.verifierPage)
  const range = { from: 0, to: checkpoint.size }
  yield textEntry('manifest.json', manifestText({ origin: options.origin, proof: 'log', query: 'everything', range, counts }))
}
