import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTime, type RecordedEvent } from '@daybook/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SearchLane } from '../../src/reading/search-lane.ts'
import { TrailFollower } from '../../src/search/follow/follow-trail.ts'
import type { Ask } from '../../src/search/search-index.ts'
import { journalRow, newTrail } from '../search/journal-rows.ts'
import { noCatalogue } from '../search/stored.ts'
import { standStill } from './stand-still.ts'

const now = Date.UTC(2026, 10, 22)
const eventOf = (n: number, ms: number, reason: string, over: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id: `019ab3f2-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
  action: 'order.updated',
  occurredAt: formatTime(ms),
  recordedAt: formatTime(now),
  category: 'data',
  outcome: 'success',
  actor: { type: 'user', id: 'u_7' },
  reason,
  ...over,
})
const own = { action: 'trail.read', category: 'trail' } as const

type Some = readonly [count: number, ms: (n: number) => number, word: string, over?: Partial<RecordedEvent>]

/**
 * Words that begin alike, in events far apart, of one instant, and after the last year of a regular key, of both sides:
 * the trail's own have some words and the business's others, so that lists of very different keys are merged.
 */
const eventsOfAllKinds: readonly Some[] = [
  [3, (n) => now - n * 5_000, 'xb', own],
  [12, () => now - 60_000, 'xc', own],
  [2, () => Date.UTC(9999, 11, 31), 'xd', own],
  [1, () => 112_000, 'xa'],
  [40, (n) => 1_000_000_000 + n * 9_000_000_000, 'xa'],
  [20, (n) => now - n * 3, 'xae'],
  [60, () => now - 900_000, 'xa'],
  [3, (n) => Date.UTC(2200, n, 1), 'xf'],
]

/** Lists of every length, since what is written beyond the end of a buffer shows only where it is just full. */
const beginnings = Array.from({ length: 30 }, (_, n) => `q${String.fromCharCode(97 + Math.floor(n / 6), 97 + (n % 6))}`)
const listsOfAnyLength: readonly Some[] = beginnings.flatMap((word, length): Some[] => [
  [3, (n) => 1_792_000_000_000 + n * 80_000, `${word}b`, own],
  [1, () => 112_857_000, `${word}a`],
  [length, (n) => 1_737_720_302_400 + n * 2_400_000_000, `${word}a`],
  [6, () => 1_786_000_000_000, `${word}a`],
])

const eventsOf = (some: readonly Some[]): readonly RecordedEvent[] => {
  const events: RecordedEvent[] = []
  for (const [count, ms, word, over] of some)
    for (let n = 0; n < count; n++) events.push(eventOf(events.length, ms(n), word, over))
  return events
}

let data: string
let faults: string[]
let lane: SearchLane
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'daybook-prefix-'))
  faults = []
  lane = new SearchLane({
    data,
    memoryMiB: 192,
    deadlineMs: 30_000,
    advice: 'Narrow it.',
    onDamage: (name) => faults.push(`${name} is damaged`),
    onFault: ({ what }) => faults.push(what),
  })
})
afterEach(async () => {
  await lane.close()
  rmSync(data, { recursive: true })
})

const begunBy = (text: string, which: Ask['which']): Ask => ({
  query: { kind: 'text', text, phrase: false, prefix: true },
  which,
  sees: { roles: 'everything' },
})

describe('searches by the beginnings of words', () => {
  it('find the events of both sides with keys of every kind, however often they are asked', async () => {
    const events = eventsOf([...eventsOfAllKinds, ...listsOfAnyLength])
    const journal = await newTrail(data, 'orders')
    await journal.append(events.map((event) => journalRow(event, noCatalogue)))
    const follower = new TrailFollower('orders', data, () => undefined)
    while (await follower.step());
    for (let time = 0; time < 8; time++)
      for (const text of ['x', ...beginnings])
        for (const which of ['all', 'own', 'business'] as const) {
          const question = { what: 'page', trail: 'orders', ask: begunBy(text, which), order: 'asc', limit: 3 } as const
          const { count, text: page } = await lane.ask<'page'>(question)
          const fits = events.filter(
            ({ reason, category }) =>
              reason?.startsWith(text) && (which === 'all' || (category === 'trail') === (which === 'own')),
          )
          expect(count).toEqual({ value: fits.length, exact: true })
          expect(JSON.parse(page)).toHaveLength(3)
        }
    expect(faults).toEqual([])
    await follower.close()
    await journal.close()
  })
})

describe('a search that crashes its process', () => {
  it.each(['SIGSEGV', 'SIGABRT'] as const)(
    'by %s is a defect, and not a lack of memory; the next is answered',
    async (signal) => {
      const journal = await newTrail(data, 'orders')
      const question = { what: 'page', trail: 'orders', ask: begunBy('x', 'all'), order: 'asc', limit: 3 } as const
      await lane.ask<'page'>(question)
      const [pid = 0] = lane.pids
      await standStill(pid)
      const refused = expect(lane.ask<'page'>(question)).rejects.toMatchObject({
        name: 'Error',
        message: expect.stringContaining('defect'),
      })
      process.kill(pid, signal)
      process.kill(pid, 'SIGCONT')
      await refused
      expect(faults).toEqual([`a search process ended: ${signal}`])
      expect((await lane.ask<'page'>(question)).count.value).toBe(0)
      await journal.close()
    },
  )
})
