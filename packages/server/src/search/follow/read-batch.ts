import type { CompiledCatalogue } from '@daybook/core'
import { JournalDamaged, type StoredEvent } from '../../journal/journal.ts'
import type { Catalogues } from '../../trail/disclosure.ts'
import type { TrailReader } from '../../trail/trail-reader.ts'
import { bareRowOf, indexRowOf } from '../index-row.ts'
import type { IndexRow } from '../search-index.ts'
import type { JournalFeed } from './journal-feed.ts'

export type Range = readonly [from: number, to: number]

export interface Batch {
  readonly rows: IndexRow[]
  /** The position up to which it goes. */
  to: number
  /** Events that could not be indexed. */
  bare: number
  /** Positions that could not be read. */
  readonly missing: Range[]
}

/** What is read, and from which position up to which. */
export interface Reading {
  readonly feed: JournalFeed
  readonly reader: TrailReader
  readonly newest: CompiledCatalogue
  readonly from: number
  readonly size: number
}

/** The next rows of a journal, from a position on: to the end of its block. Never throws for what an event is or how it is stored. */
export const readBatch = async ({ feed, reader, newest, from, size }: Reading): Promise<Batch> => {
  const batch: Batch = { rows: [], to: from, bare: 0, missing: [] }
  let catalogues: Catalogues = { written: await reader.compiled(0), newest }
  let version = 0
  for (const stored of nextBlock(feed, size, batch)) {
    if (stored === undefined) batch.missing.push([batch.to, batch.to + 1])
    else {
      const own = versionOf(stored)
      // Mostly that of the event before: waiting for each costs more than looking.
      if (own !== version) catalogues = { written: await reader.compiled(own), newest }
      version = own
      takeInto(batch, stored, catalogues)
    }
    batch.to += 1
  }
  return batch
}

/** As `catalogueVersionOf`, from the text: canonical JSON has a member's name unescaped nowhere else in `core`. */
const versionOf = (stored: StoredEvent): number => {
  const core = stored.state === 'present' ? stored.slots.find(({ name }) => name === 'core') : undefined
  if (core?.state !== 'disclosed') return 0
  const at = core.disclosure.indexOf(versionMember)
  return at < 0 ? 0 : Number.parseInt(core.disclosure.slice(at + versionMember.length, at + versionMember.length + 16), 10) || 0
}

/** Behind a comma: `action`, which is always there, comes before it. */
const versionMember = ',"catalogue":'

const nextBlock = (feed: JournalFeed, size: number, batch: Batch): readonly (StoredEvent | undefined)[] => {
  try {
    return feed.blockFrom(batch.to).slice(0, size - batch.to)
  } catch (error) {
    if (!(error instanceof JournalDamaged)) throw error
    const to = Math.min(size, Math.max(error.to, batch.to + 1))
    batch.missing.push([batch.to, to])
    batch.to = to
    return []
  }
}

const takeInto = (batch: Batch, stored: StoredEvent, catalogues: Catalogues): void => {
  try {
    const row = indexRowOf(stored, catalogues)
    if (row) batch.rows.push(row)
  } catch {
    takeBare(batch, stored)
  }
}

const takeBare = (batch: Batch, stored: StoredEvent): void => {
  try {
    const row = bareRowOf(stored)
    if (row) batch.rows.push(row)
    batch.bare += 1
  } catch {
    batch.missing.push([stored.seq, stored.seq + 1])
  }
}
