import {
  type Catalogue,
  type CompiledCatalogue,
  compileCatalogue,
  emptyCatalogue,
  type HashReader,
  parseJson,
} from '@daybook/core'
import type { JournalReader, JournalSize, ReadRange, StoredEvent } from '../journal/journal.ts'
import { catalogueDocument, latestCatalogueDocument, type TrailFacts } from './documents.ts'
import { readCheckpoint, type SignedCheckpoint } from './signed-checkpoint.ts'

/**
 * Everything read from one trail, over a connection that cannot write. Holds no events in memory; compiled catalogues
 * are kept, since a version never changes.
 */
export class TrailReader implements HashReader {
  readonly facts: TrailFacts
  readonly #journal: JournalReader
  readonly #catalogues = new Map<number, CompiledCatalogue>()

  constructor(facts: TrailFacts, journal: JournalReader) {
    this.facts = facts
    this.#journal = journal
  }

  size(): Promise<JournalSize> {
    return this.#journal.size()
  }

  read(range: ReadRange): Promise<readonly StoredEvent[]> {
    return this.#journal.read(range)
  }

  async at(seq: number): Promise<StoredEvent | undefined> {
    const [event] = await this.#journal.read({ from: seq, to: seq + 1, limit: 1, order: 'asc', which: 'all' })
    return event
  }

  find(id: string): Promise<number | undefined> {
    return this.#journal.find(id)
  }

  hashes(from: number, to: number): Promise<Uint8Array> {
    return this.#journal.hashes(from, to)
  }

  subtrees(level: number, from: number, to: number): Promise<Uint8Array> {
    return this.#journal.subtrees(level, from, to)
  }

  /**
   * The newest checkpoint, or the newest of at most `atMost` entries. One of more entries than there are, as after the
   * end was cut off, is evidence for `daybook verify` and nothing that could be proven from what is stored.
   */
  async checkpoint(atMost?: number): Promise<SignedCheckpoint | undefined> {
    const note = await this.#journal.checkpoint(atMost ?? (await this.size()).size)
    return note === undefined ? undefined : readCheckpoint(note)
  }

  /** The version of the newest catalogue; 0 when the trail has none. */
  async catalogueVersion(): Promise<number> {
    return Number((await this.#journal.document(latestCatalogueDocument)) ?? 0)
  }

  /** The catalogue of a version as it was pushed. */
  async catalogue(version: number): Promise<Catalogue | undefined> {
    const text = await this.#journal.document(catalogueDocument(version))
    return text === undefined ? undefined : (parseJson(text) as unknown as Catalogue)
  }

  /** The catalogue an event was recorded under, ready for use; the starter's and the trail's own declarations alone for 0. */
  async compiled(version: number): Promise<CompiledCatalogue> {
    const known = this.#catalogues.get(version)
    if (known) return known
    const catalogue = version === 0 ? undefined : await this.catalogue(version)
    const compiled = catalogue ? compileCatalogue(catalogue, version) : emptyCatalogue
    this.#catalogues.set(version, compiled)
    return compiled
  }

  close(): Promise<void> {
    return this.#journal.close()
  }
}
