import { setImmediate as breath } from 'node:timers/promises'
import { slotValue } from '@daybook/core'
import { JournalDamaged, type JournalReader, type StoredEvent } from '../journal/journal.ts'
import { saidOfProducer } from './producer-numbers.ts'

/** One stored event's number, and what it owns up to have lost; as `StoredNumbers` has them. */
export interface ReadNumbers {
  readonly id: string
  readonly numbers: readonly number[]
  readonly lost: readonly number[]
  readonly atMs: number
}

export type NumbersJournal = Pick<JournalReader, 'size' | 'read'>

/** Small, since other work of the thread waits for it. */
const eventsAtOnce = 256

/**
 * Reads the producers' numbers of the positions `[from, to)` in order, with a breath after each page; ends early when
 * `take` answers false. Positions that cannot be read are left out: their numbers then count as missing, which they are.
 */
export const readNumbers = async (
  journal: Pick<JournalReader, 'read'>,
  { from, to }: { readonly from: number; readonly to: number },
  take: (read: ReadNumbers) => boolean,
): Promise<void> => {
  for (let at = from; at < to; ) {
    const end = Math.min(to, at + eventsAtOnce)
    for (const event of await readOrSkip(journal, at, end)) {
      const read = numbersOf(event)
      if (read && !take(read)) return
    }
    at = end
    await breath()
  }
}

/** Where a page is damaged, its events one by one, without those that cannot be read. */
const readOrSkip = async (journal: Pick<JournalReader, 'read'>, from: number, to: number): Promise<readonly StoredEvent[]> => {
  try {
    return await journal.read({ from, to, limit: to - from, order: 'asc', which: 'all' })
  } catch (error) {
    if (!(error instanceof JournalDamaged)) throw error
    if (to - from === 1) return []
    const middle = from + Math.floor((to - from) / 2)
    return [...(await readOrSkip(journal, from, middle)), ...(await readOrSkip(journal, middle, to))]
  }
}

const numbersOf = (stored: StoredEvent): ReadNumbers | undefined => {
  if (stored.state === 'pruned') return undefined
  const core = disclosed(stored, 'core')
  // The text says whether there is anything to find, before it is parsed.
  if (!core?.disclosure.includes(stored.own ? '"trail.gap"' : '"producer":{')) return undefined
  const { recordedAt, ...event } = slotValue(core)
  const context = stored.own ? disclosed(stored, 'ctx') : undefined
  const said = saidOfProducer({ ...event, ...(context ? slotValue(context) : {}) })
  // The token of an id with a secret in it: `Producers` counts no numbers under those.
  if (!said || said.id.startsWith('tok1:')) return undefined
  const lost: number[] = []
  for (let at = 0; at < said.lost.length; at += 2) lost.push(said.lost[at] ?? 0, said.lost[at + 1] ?? 0, stored.seq)
  return { id: said.id, numbers: said.seq === undefined ? [] : [said.seq, said.seq], lost, atMs: Date.parse(String(recordedAt)) }
}

const disclosed = (stored: Extract<StoredEvent, { state: 'present' }>, name: string) => {
  const slot = stored.slots.find((found) => found.name === name)
  return slot?.state === 'disclosed' ? slot : undefined
}
