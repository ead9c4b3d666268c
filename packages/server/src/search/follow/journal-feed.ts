import { isAscii } from 'node:buffer'
import type { Hashing } from '@daybook/core'
import { type EventLines, parseEvent, splitBlock } from '../../journal/block-text.ts'
import { openForReading } from '../../journal/database.ts'
import { giveBack } from '../../journal/give-back.ts'
import { JournalDamaged, type StoredEvent } from '../../journal/journal.ts'
import { SqliteReader } from '../../journal/sqlite-reader.ts'

/** A trail's journal as the index reads it: in order, each block unpacked once, and no digest computed, for none is indexed. */
export class JournalFeed extends SqliteReader {
  static open(path: string): JournalFeed {
    return new JournalFeed(openForReading(path))
  }

  /**
   * The events from a position to the end of its block; undefined for one that cannot be read. Throws `JournalDamaged`
   * where the whole block cannot.
   */
  blockFrom(seq: number): readonly (StoredEvent | undefined)[] {
    const { first, count, text } = this.blockText(seq)
    const lines = splitOrUndefined(text)
    giveBack(text)
    if (lines?.length !== count) throw new JournalDamaged(seq, first + count, 'the stored block cannot be read')
    return lines.slice(seq - first).map((event, at) => {
      try {
        return { ...parseEvent(event, undigested), seq: seq + at }
      } catch {
        return undefined
      }
    })
  }
}

const splitOrUndefined = (text: Buffer): readonly EventLines[] | undefined => {
  try {
    const events = splitBlock(text.toString('latin1'))
    return isAscii(text) ? events : events.map((lines) => lines.map(decoded))
  } catch {
    return undefined
  }
}

/**
 * A line of UTF-8 that was read byte by byte. Decoded by itself, for one typographic quotation mark makes V8 keep the whole text
 * with two bytes a character, and everything that is made of it; most lines have none.
 */
const decoded = (line: string): string => (beyondAscii.test(line) ? Buffer.from(line, 'latin1').toString() : line)
const beyondAscii = /[\x80-\xff]/

const undigested = { sha256Text: () => '' } as Pick<Hashing, 'sha256Text'> as Hashing
