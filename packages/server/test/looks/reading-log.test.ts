import type { EventInput } from '@daybook/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/access/caller.ts'
import { LookFold } from '../../src/looks/look-fold.ts'
import { ReadingLog } from '../../src/looks/reading-log.ts'

const trail = { facts: { name: 'orders', origin: 'daybook.example/1' } }
const key: Caller = { kind: 'key', id: 'k1', trail: 'orders', role: 'reader', name: 'Reports' }
const session = (id: string): Caller => ({ kind: 'session', id, expiresAtMs: 0 })

const started = (folds?: ConstructorParameters<typeof ReadingLog>[1]) => {
  let nowMs = 1_800_000_000_000
  const recorded: { readonly trail: string; readonly event: EventInput }[] = []
  const faults: string[] = []
  let failing: Error | undefined
  const parts: ConstructorParameters<typeof ReadingLog>[0] = {
    record: async (name, event) => {
      if (failing) throw failing
      recorded.push({ trail: name, event })
    },
    now: () => nowMs,
    onFault: (_, action) => faults.push(action),
  }
  const log = new ReadingLog(parts, folds)
  return {
    log,
    recorded,
    faults,
    pass: (ms: number) => {
      nowMs += ms
    },
    fail: (error: Error | undefined) => {
      failing = error
    },
  }
}

describe('reading on the record', () => {
  it('tells a search once a minute: who, what, how often, how much was shown', async () => {
    const { log, recorded, pass } = started()
    log.searched(key, trail, { query: 'actor:maria', shown: 50 })
    log.searched(key, trail, { query: 'actor:maria', shown: 0 })
    log.searched(key, trail, { query: 'actor:sam', shown: 2 })
    await log.settle()
    expect(recorded).toEqual([])
    pass(60_000)
    await log.settle()
    expect(recorded.map(({ event: { action, count, context } }) => [action, count, context])).toEqual([
      ['trail.searched', 50, { query: 'actor:maria', times: 2 }],
      ['trail.searched', 2, { query: 'actor:sam', times: 1 }],
    ])
    expect(recorded[0]?.event.actor).toEqual({ type: 'api_client', id: 'k1', name: 'Reports' })
  })

  it('tells readers apart, and sessions of the same reader', async () => {
    const { log, recorded } = started()
    for (const caller of [key, session('a'), session('b'), { kind: 'local' } as const])
      log.searched(caller, trail, { query: '', shown: 1 })
    await log.close()
    expect(recorded.map(({ event }) => event.source?.sessionId ?? event.actor.id)).toEqual(['k1', 'a', 'b', 'local'])
  })

  it('says as which roles somebody looked who views as others', async () => {
    const { log, recorded } = started()
    log.searched(session('a'), trail, { query: '', shown: 1 })
    log.searched({ kind: 'session', id: 'a', expiresAtMs: 0, viewAs: { trail: 'orders', roles: ['support'] } }, trail, {
      query: '',
      shown: 1,
    })
    log.searched({ kind: 'session', id: 'a', expiresAtMs: 0, viewAs: { trail: 'other', roles: ['support'] } }, trail, {
      query: '',
      shown: 1,
    })
    await log.close()
    expect(recorded.map(({ event }) => event.context)).toEqual([
      { query: '', times: 2 },
      { query: '', times: 1, viewAs: ['support'] },
    ])
  })

  it('has what is sensitive on the trail before the answer, and its repeats folded', async () => {
    const { log, recorded, pass } = started()
    const look = { id: 'e1', seq: 7, action: 'salary.changed', isSensitive: true }
    await log.viewedEvent(key, trail, look)
    expect(recorded.length).toBe(1)
    for (let n = 0; n < 5; n++) await log.viewedEvent(key, trail, look)
    expect(recorded.length).toBe(1)
    pass(30 * 60_000)
    await log.settle()
    expect(recorded.map(({ event }) => (event.context as { times: number }).times)).toEqual([1, 5])
  })

  it('refuses to answer where what is sensitive could not be recorded by a defect, and goes on with the rest', async () => {
    const { log, recorded, faults, fail } = started()
    fail(new Error('no'))
    await expect(log.viewedEvent(key, trail, { id: 'e', seq: 1, action: 'a.b', isSensitive: true })).rejects.toThrow('no')
    log.searched(key, trail, { query: 'a', shown: 0 })
    await log.close()
    expect(faults).toEqual(['trail.searched'])
    fail(undefined)
    log.searched(key, trail, { query: 'b', shown: 0 })
    await log.close()
    expect(recorded.length).toBe(1)
  })

  it('answers no repeat of a sensitive look that could not be recorded either, and records the next one', async () => {
    const { log, recorded, fail } = started()
    const look = { id: 'e1', seq: 7, action: 'salary.changed', isSensitive: true }
    fail(new Error('no'))
    const answers = await Promise.allSettled([log.viewedEvent(key, trail, look), log.viewedEvent(key, trail, look)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(log.viewedEvent(key, trail, look)).rejects.toThrow('no')
    fail(undefined)
    await log.viewedEvent(key, trail, look)
    expect(recorded.length).toBe(1)
  })

  it('loses nothing on a stop in good order', async () => {
    const { log, recorded } = started()
    log.searched(key, trail, { query: 'a', shown: 0, list: 'values', typed: 'mar' })
    await log.viewedRecord(key, trail, { record: { type: 'order', id: '1842' }, shown: 3 })
    await log.viewedEvent(key, trail, { id: 'e', seq: 1, action: 'order.approved', record: { type: 'order', id: '1842' } })
    await log.close()
    expect(recorded.map(({ event }) => event.action)).toEqual(['trail.searched', 'trail.record_viewed', 'trail.event_viewed'])
    expect(recorded[0]?.event.context).toEqual({ query: 'a', list: 'values', times: 1, typed: ['mar'] })
    expect(recorded[1]?.event.related).toEqual([{ type: 'order', id: '1842', relation: 'record' }])
    expect(recorded[2]?.event.object).toEqual({ type: 'event', id: 'e', name: 'event 1 (order approved)' })
  })
})

interface Question {
  readonly query: string
  readonly list?: string
  readonly around?: string
  readonly times: number
  readonly shown?: number
}

/** What an event of searches says was asked: one question, or many together. */
const questionsOf = ({ context, related = [] }: EventInput): readonly Question[] => {
  const { queries, ...one } = context as unknown as Question & { readonly queries?: readonly Question[] }
  const around = related.find(({ relation }) => relation === 'around')?.id
  return queries ?? [{ ...one, ...(around === undefined ? {} : { around }) }]
}

describe('a reader who asks for very much', () => {
  it('fills the trail with no more than an event a minute, and every question is on it', async () => {
    const { log, recorded, pass } = started()
    const minutes = 30
    for (let tick = 0; tick < minutes * 12; tick++) {
      for (let n = 0; n < 25; n++) log.searched(key, trail, { query: `actor:${tick}-${n}`, shown: 1 })
      pass(5_000)
      await log.settle()
    }
    await log.close()
    const asked = recorded.flatMap(({ event }) => questionsOf(event))
    expect(asked.length).toBe(minutes * 12 * 25)
    expect(new Set(asked.map(({ query }) => query)).size).toBe(asked.length)
    expect(recorded.length).toBeLessThanOrEqual(60 + minutes + 1)
    const { event } = recorded.at(-2) ?? {}
    expect(event).toMatchObject({ action: 'trail.searched', count: 300, actor: { id: 'k1' }, context: { times: 300 } })
    expect(event?.related).toEqual([{ type: 'search', id: 'several', name: '300 different things', relation: 'query' }])
  })

  it('has what was asked within a minute on the record, as before, and others for themselves', async () => {
    const { log, recorded, pass } = started()
    for (let n = 0; n < 150; n++) log.searched(key, trail, { query: `q${n}`, shown: 2 })
    log.searched(session('a'), trail, { query: 'mine', shown: 0 })
    pass(60_000)
    await log.settle()
    expect(recorded.map(({ event }) => questionsOf(event).length)).toEqual([...Array.from({ length: 61 }, () => 1), 90])
    expect(recorded[60]?.event.context).toEqual({ query: 'mine', times: 1 })
    expect(recorded[61]?.event.context).toMatchObject({
      times: 90,
      queries: [{ query: 'q60', times: 1, shown: 2, at: '2027-01-15T08:00:00.000Z' }, ...Array(89).fill({ times: 1 })],
    })
    pass(60 * 60_000)
    log.searched(key, trail, { query: 'later', shown: 0 })
    await log.close()
    expect(recorded.at(-1)?.event.context).toEqual({ query: 'later', times: 1 })
  })

  it('is told of in several events where one would be too large, and nothing is cut short', async () => {
    const { log, recorded } = started()
    const queries = Array.from({ length: 200 }, (_, n) => `${n} ${'訂'.repeat(1_500)}`)
    for (const query of queries) log.searched(key, trail, { query, shown: 0 })
    await log.close()
    const events = recorded.map(({ event }) => event)
    expect(events.flatMap(questionsOf).map(({ query }) => query)).toEqual(queries)
    expect(events.length).toBeLessThan(70)
    for (const event of events) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(200 * 1024)
  })

  it('is found by the events that were looked around', async () => {
    const { log, recorded } = started()
    for (let n = 0; n < 62; n++)
      log.searched(key, trail, { query: '', shown: 0, list: 'around', around: { id: `e${n}`, seq: n } })
    await log.close()
    expect(
      recorded
        .at(-1)
        ?.event.related?.slice(1)
        .map(({ type, id }) => `${type}/${id}`),
    ).toEqual(['event/e60', 'event/e61'])
  })

  it('has what is sensitive told one by one, before the answer', async () => {
    const { log, recorded } = started()
    for (let n = 0; n < 100; n++)
      await log.viewedEvent(key, trail, { id: `e${n}`, seq: n, action: 'salary.changed', isSensitive: true })
    expect(recorded.length).toBe(100)
  })

  it('has every look told exactly once, whatever is asked when by whom', async () => {
    const step = fc.record({
      who: fc.constantFrom<Caller>(key, session('a'), session('b')),
      from: fc.nat(400),
      many: fc.nat(120),
      list: fc.constantFrom('imports', 'values', undefined),
      afterMs: fc.integer({ min: 0, max: 1_200_000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.integer({ min: 1, max: 300 }), async (steps, folds) => {
        const { log, recorded, pass } = started(new LookFold({ folds, bytes: 1_000_000 }))
        const looked: Record<string, number> = {}
        for (const { who, from, many, list, afterMs } of steps) {
          for (let n = from; n < from + many; n++) {
            log.searched(who, trail, { query: `q${n}`, shown: 1, ...(list === undefined ? {} : { list }) })
            const look = `${who.kind === 'local' ? '' : 'id' in who ? who.id : ''} ${list} q${n}`
            looked[look] = (looked[look] ?? 0) + 1
          }
          pass(afterMs)
          await log.settle()
        }
        await log.close()
        const told: Record<string, number> = {}
        for (const { event } of recorded)
          for (const { query, list, times } of questionsOf(event)) {
            const look = `${event.source?.sessionId ?? event.actor.id} ${list} ${query}`
            told[look] = (told[look] ?? 0) + times
          }
        expect(told).toEqual(looked)
      }),
      { numRuns: 40 },
    )
  })
})
