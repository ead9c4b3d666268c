import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AccessStore } from '../../src/access/access-store.ts'
import { Producers } from '../../src/access/producers.ts'
import { JournalDamaged, type ReadRange } from '../../src/journal/journal.ts'
import { callOf, startEngine } from '../trail/engine-parts.ts'

const nine = Date.UTC(2026, 10, 22, 9)
let folder: string
let store: AccessStore
let nowMs: number
const now = () => nowMs
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-producers-'))
  store = new AccessStore(join(folder, 'access.db'))
  nowMs = nine
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Sent {
  readonly id: string
  readonly seq: number
  readonly lost?: readonly (readonly [from: number, to: number])[]
}

let made = 0
const eventOf = ({ id, seq, lost }: Sent) => ({
  id: `019ab3f2-0000-7000-8000-${(made++).toString(16).padStart(12, '0')}`,
  action: lost ? 'trail.gap' : 'order.approved',
  occurredAt: '2026-11-22T09:00:00.000Z',
  actor: { type: 'system', id: 'shop', name: 'Shop' },
  producer: { id, seq },
  ...(lost ? { context: { ranges: lost } } : {}),
})

type Trail = Awaited<ReturnType<typeof startEngine>>

/** Stores events as the server does, and tells `producers` of the answer unless the server dies in between. */
const append = async ({ engine }: Trail, sent: readonly Sent[], producers?: Producers): Promise<void> => {
  const [answer] = await engine.append([callOf(sent.map(eventOf))])
  expect(answer?.status).toBe(200)
  if (answer) producers?.stored('orders', answer.counts.producers, answer.counts.size)
}

/** What the state says of numbers, without the times, which a rebuilt state has to the second and no better. */
const numbersOf = (producers: Producers) =>
  producers.of('orders').map(({ id, sequence }) => ({
    id,
    ...sequence,
    gaps: sequence.gaps.map(({ from, to }) => [from, to]),
  }))

const view = (producers: Producers, id: string) => producers.view('orders').find(({ producer }) => producer === id)

describe('producers', () => {
  it('are told by the highest number heard of and the last time', () => {
    const producers = new Producers(store, now)
    producers.heard('orders', 'crm-1', { seq: 7 })
    nowMs += 4_000
    producers.heard('orders', 'crm-1', { seq: 5 })
    producers.heard('orders', 'crm-1')
    producers.save()
    const again = new Producers(store, now)
    expect(view(again, 'crm-1')).toMatchObject({ seq: 7, lastSeenAt: '2026-11-22T09:00:04.000Z', firstSeq: null, awaited: null })
    expect(again.of('other')).toEqual([])
  })

  it('say in a sentence what is missing, until it has arrived', () => {
    const producers = new Producers(store, now)
    producers.stored('orders', [['crm-1', [8830, 8841]]], 12)
    producers.stored('orders', [['crm-1', [8854, 8860]]], 19)
    expect(view(producers, 'crm-1')).toMatchObject({
      firstSeq: 8830,
      seq: 8860,
      missing: 12,
      atLeast: false,
      gaps: [{ from: 8842, to: 8853, count: 12, since: '2026-11-22T09:00:00.000Z' }],
      says: ['12 events from crm-1 missing (8842–8853)'],
    })
    producers.stored('orders', [['crm-1', [8850, 8853, 8842, 8848]]], 30)
    expect(view(producers, 'crm-1')?.says).toEqual(['1 event from crm-1 missing (8849)'])
    producers.stored('orders', [['crm-1', [8849, 8849]]], 31)
    expect(view(producers, 'crm-1')).toMatchObject({ missing: 0, gaps: [], says: [] })
  })

  it('are not missed where they said themselves what was lost', () => {
    const producers = new Producers(store, now)
    producers.stored('orders', [['crm-1', [1, 3]]], 3)
    producers.stored('orders', [['crm-1', [7, 7], [4, 6, 3]]], 4)
    expect(view(producers, 'crm-1')).toMatchObject({
      missing: 0,
      lost: 3,
      explained: [{ from: 4, to: 6, count: 3, by: 3 }],
      says: ['3 events from crm-1 lost, as it said itself (4–6)'],
    })
  })

  it('are awaited where a heartbeat names numbers that are not here, and it is said when they stay away', () => {
    const producers = new Producers(store, now)
    producers.stored('orders', [['crm-1', [1, 3]]], 3)
    producers.heard('orders', 'crm-1', { seq: 5 })
    expect(view(producers, 'crm-1')).toMatchObject({ seq: 5, awaited: { from: 4, to: 5, count: 2 }, says: [] })
    nowMs += 61_000
    producers.heard('orders', 'crm-1', { seq: 5 })
    expect(view(producers, 'crm-1')?.says).toEqual(['2 events from crm-1 announced and not here yet (4–5)'])
    producers.stored('orders', [['crm-1', [4, 5]]], 5)
    expect(view(producers, 'crm-1')).toMatchObject({ awaited: null, says: [] })
  })

  it('are silent together in one sentence', () => {
    const producers = new Producers(store, now)
    for (const id of ['crm-1', 'crm-2', 'crm-3']) producers.heard('orders', id)
    expect(producers.silent('orders')).toEqual([])
    nowMs += 5 * 60_000 + 1
    producers.heard('orders', 'crm-2')
    expect(producers.silent('orders').map(({ id }) => id)).toEqual(['crm-1', 'crm-3'])
    expect(view(producers, 'crm-1')?.says).toEqual(['crm-1 has not reported since 2026-11-22T09:00:00.000Z'])
  })

  it('are suspected of sharing an id when numbers come twice under other events', () => {
    const producers = new Producers(store, now)
    producers.stored('orders', [['crm-1', [1, 9]]], 9)
    producers.stored('orders', [['crm-1', [4, 6]]], 12)
    expect(view(producers, 'crm-1')).toMatchObject({
      repeated: 3,
      says: ['crm-1 gave 3 numbers twice; two programs may share the id'],
    })
  })

  it('cannot make the server remember without end', () => {
    const producers = new Producers(store, now)
    for (let n = 0; n < 3_000; n++) producers.stored('orders', [['noisy', [2 * n, 2 * n]]], n + 1)
    const noisy = view(producers, 'noisy')
    expect(noisy).toMatchObject({ missing: 1_000, atLeast: true })
    expect(noisy?.gaps).toHaveLength(100)
    expect(noisy?.says[0]).toMatch(/^at least 1,000 events from noisy missing \(1, 3, 5 and 997 more ranges\)$/)
    expect(producers.of('orders')[0]?.sequence.gaps).toHaveLength(1_000)
  })
})

const sent = fc.record(
  {
    id: fc.constantFrom('crm-1', 'crm-2'),
    seq: fc.nat(40),
    lost: fc.array(
      fc.tuple(fc.nat(40), fc.nat(5)).map(([from, more]) => [from, from + more] as const),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['id', 'seq'] },
)
const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('append' as const), sent: fc.array(sent, { minLength: 1, maxLength: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('save' as const, 'crash' as const, 'crash unanswered' as const) }) },
)

describe('the numbers of producers', () => {
  it('are the same after any crashes as without them, and as made again from the trail alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
        const trail = await startEngine()
        const path = join(folder, `access-${made++}.db`)
        let mine = new AccessStore(path)
        let producers = new Producers(mine, now)
        const undisturbed = new Producers(store, now)
        const restart = async () => {
          mine.close()
          mine = new AccessStore(path)
          producers = new Producers(mine, now)
          await producers.catchUp('orders', trail.disk.journal)
        }
        for (const one of deeds) {
          nowMs += 1_000
          if (one.do === 'append') await append(trail, one.sent, producers)
          else if (one.do === 'save') producers.save()
          else {
            if (one.do === 'crash unanswered') await append(trail, [{ id: 'crm-1', seq: 17 }])
            await restart()
          }
        }
        await undisturbed.catchUp('orders', trail.disk.journal)
        expect(numbersOf(producers)).toEqual(numbersOf(undisturbed))
        mine.close()
      }),
      { numRuns: 40 },
    )
  })

  it('are read again where the trail ends before what was saved, as after a restored backup', async () => {
    const [whole, cut] = [await startEngine(), await startEngine()]
    const producers = new Producers(store, now)
    for (const trail of [whole, cut])
      await append(trail, [
        { id: 'crm-1', seq: 1 },
        { id: 'crm-1', seq: 2 },
      ])
    await append(whole, [{ id: 'crm-1', seq: 3 }])
    await producers.catchUp('orders', whole.disk.journal)
    producers.heard('orders', 'crm-1', { seq: 3 })
    producers.save()
    const restored = new Producers(store, now)
    await restored.catchUp('orders', cut.disk.journal)
    expect(view(restored, 'crm-1')).toMatchObject({ seq: 3, awaited: { from: 3, to: 3 } })
    restored.save()
    const again = new Producers(store, now)
    await again.catchUp('orders', cut.disk.journal)
    expect(numbersOf(again)).toEqual(numbersOf(restored))
  })

  it('are exact again once there is room for gaps that were too many to follow', async () => {
    const trail = await startEngine()
    const producers = new Producers(store, now)
    const even = Array.from({ length: 1_400 }, (_, at) => ({ id: 'crm-1', seq: 2 * at }))
    for (let at = 0; at < even.length; at += 700) await append(trail, even.slice(at, at + 700), producers)
    expect(view(producers, 'crm-1')).toMatchObject({ missing: 1_000, atLeast: true })
    const odd = even.slice(0, 900).map(({ id, seq }) => ({ id, seq: seq + 1 }))
    await append(trail, odd, producers)
    expect(view(producers, 'crm-1')).toMatchObject({ missing: 100, atLeast: true })
    producers.save()
    const again = new Producers(store, now)
    await again.catchUp('orders', trail.disk.journal)
    expect(view(again, 'crm-1')).toMatchObject({ missing: 499, atLeast: false })
  })

  it('are missing where the disk cannot read them any more, and no others are', async () => {
    const { engine, disk } = await startEngine()
    await append(
      { engine, disk } as Trail,
      Array.from({ length: 600 }, (_, seq) => ({ id: 'crm-1', seq })),
    )
    const damaged = {
      size: () => disk.journal.size(),
      read: async (range: ReadRange) => {
        if (range.from <= 301 && range.to > 301) throw new JournalDamaged(301, 302, 'the stored event cannot be read')
        return disk.journal.read(range)
      },
    }
    const producers = new Producers(store, now)
    await producers.catchUp('orders', damaged)
    expect(view(producers, 'crm-1')?.says).toEqual(['1 event from crm-1 missing (301)'])
  })

  it('are read in the background where there is much to read, while new ones arrive', async () => {
    const trail = await startEngine()
    const numbers = Array.from({ length: 21_000 }, (_, seq) => ({ id: 'crm-1', seq: seq < 700 ? seq : seq + 5 }))
    for (let at = 0; at < numbers.length; at += 1_000) await append(trail, numbers.slice(at, at + 1_000))
    const producers = new Producers(store, now)
    await producers.catchUp('orders', trail.disk.journal)
    expect(producers.isComplete('orders')).toBe(false)
    await append(trail, [{ id: 'crm-1', seq: 21_009 }], producers)
    producers.save()
    expect(store.producerMarks()).toEqual([])
    while (!producers.isComplete('orders')) await new Promise((later) => setTimeout(later, 5))
    expect(view(producers, 'crm-1')?.gaps).toMatchObject([
      { from: 700, to: 704 },
      { from: 21_005, to: 21_008 },
    ])
    producers.save()
    expect(store.producerMarks()).toEqual([{ trail: 'orders', upTo: 21_001 }])
  })
})
