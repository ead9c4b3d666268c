import { hash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type CompiledCatalogue, eventHash, type RecordedEvent, recordText } from '@daybook/core'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import type { AppendRow, Journal } from '../../src/journal/journal.ts'
import { createSqliteJournal } from '../../src/journal/sqlite-journal.ts'
import { factsDocument } from '../../src/trail/documents.ts'
import { storedEvent } from './stored.ts'

/** An event on its way into a journal. */
export const journalRow = (event: RecordedEvent, catalogue: CompiledCatalogue): AppendRow => {
  const stored = storedEvent(event, 0, catalogue)
  const slots = stored.state === 'present' ? stored.slots : []
  const bytes = Buffer.from(slots.map((slot) => (slot.state === 'disclosed' ? `${slot.disclosure}\n` : '')).join(''))
  return {
    id: event.id,
    contentDigest: hash('sha256', event.id, 'buffer').subarray(0, 16),
    own: event.category === 'trail',
    sealed: { bytes, from: 0, to: bytes.length, hash: eventHash(recordText(slots), nodeCrypto) },
  }
}

/** A trail in a data folder, without the server: its journal, open for appending. */
export const newTrail = async (data: string, trail: string): Promise<Journal> => {
  mkdirSync(join(data, 'trails', trail), { recursive: true })
  const journal = await createSqliteJournal(join(data, 'trails', trail, 'journal.db'))
  const facts = { name: trail, origin: `books.example/${trail}`, createdAt: '2026-11-22T00:00:00.000Z', policy: '' }
  await journal.saveDocument(factsDocument, JSON.stringify(facts))
  return journal
}
