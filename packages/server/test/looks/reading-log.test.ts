import type { EventInput } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/access/caller.ts'
import { ReadingLog } from '../../src/looks/reading-log.ts'

const trail = { facts: { name: 'orders', origin: 'daybook.example/1' } }
const key: Caller = { kind: 'key', id: 'k1', trail: 'orders', role: 'reader', name: 'Reports' }
const session = (id: string): Caller => ({ kind: 'session', id, expiresAtMs: 0 })

const started = () => {
  let nowMs = 1_800_000_000_000
  const recorded: { readonly trail: string; readonly event: EventInput }[] = []
  const faults: string[] = []
  let failing: Error | undefined
  const log = new ReadingLog({
    record: async (name, event) => {
      if (failing) throw failing
      recorded.push({ trail: name, event })
    },
    now: () => nowMs,
    onFault: (_, action) => faults.push(action),
  })
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
