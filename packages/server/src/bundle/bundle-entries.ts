import { type BundleCounts, bundleLine, type HashReader, manifestText, tileBytes, tilePath, tilesOf } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import type { StoredEvent } from '../journal/journal.ts'
import { type BundleEntry, bytesEntry, textEntry } from './bundle-entry.ts'
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
  const counts: Counting = { events: 0, pruned: 0, disclosed: 0, withheld: 0, erased: 0 }
  yield { path: 'events.ndjson', chunks: eventLines(source.events(0, checkpoint.size), counts) }
  for (const anchor of options.anchors ?? []) yield textEntry(`anchors/${anchor.name}`, anchor.text)
  yield textEntry('policy.txt', options.policy)
  if (options.verifierPage !== undefined) yield textEntry('verify.html', options.verifierPage)
  const range = { from: 0, to: checkpoint.size }
  yield textEntry('manifest.json', manifestText({ origin: options.origin, proof: 'log', query: 'everything', range, counts }))
}

/** Lines are gathered into chunks of about this size, so that writers are not called for every event. */
const chunkCharacters = 256 * 1024

async function* eventLines(events: AsyncIterable<StoredEvent>, counts: Counting): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = ''
  for await (const event of events) {
    count(event, counts)
    text += `${bundleLine(event)}\n`
    if (text.length < chunkCharacters) continue
    yield encoder.encode(text)
    text = ''
  }
  if (text !== '') yield encoder.encode(text)
}

type Counting = { -readonly [name in keyof BundleCounts]: number }

function count(event: StoredEvent, counts: Counting): void {
  counts.events++
  if (event.state === 'pruned') counts.pruned++
  else for (const slot of event.slots) counts[slot.state]++
}
