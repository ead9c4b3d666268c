import { expect, it } from 'vitest'
import type { Mode, Told } from './application-log.ts'
import type { FoundEvent } from './found-events.ts'
import { type Evidence, judge } from './judge.ts'

/** A judge that finds nothing proves nothing: each of these worlds is broken in one way. */

const life = (events: readonly (readonly [event: string, mode: Mode, taken?: boolean])[], ended = true): Told => ({
  offered: new Map(events.map(([event, mode]) => [event, mode])),
  taken: new Set(events.flatMap(([event, , taken = true]) => (taken ? [event] : []))),
  ended,
})

let seq = 0
const found = (object: string | undefined, number?: number, more: Partial<FoundEvent> = {}): FoundEvent => ({
  seq: seq++,
  action: 'order.updated',
  recordedAt: new Date(Date.UTC(2026, 10, 22) + seq).toISOString(),
  object,
  producer: number === undefined ? undefined : { id: 'crm-1', seq: number },
  count: undefined,
  context: {},
  ...more,
})
const gap = (more: Partial<FoundEvent>): FoundEvent => found(undefined, undefined, { action: 'trail.gap', ...more })

const whole = (): Evidence => ({
  lives: [
    life([
      ['a', 'spooled'],
      ['b', 'acked'],
      ['c', 'transactional'],
      ['d', 'memory'],
      ['e', 'spooled', false],
      ['r', 'transactional'],
    ]),
  ],
  committed: new Set(['c']),
  found: [found('a', 1), found('b'), found('c', 2), found('d'), found('e', 3)],
})
const without = (object: string): Evidence => {
  const { found, ...rest } = whole()
  return { ...rest, found: found.filter((event) => event.object !== object) }
}
const clean = { lost: [], twice: [], invented: [], faults: [] }

it('has nothing to say of a world in which all is well', () => {
  expect(judge(whole())).toEqual({ ...clean, promised: 4, found: 4, unpromised: 1, perished: 0, shed: 0 })
})

it.each(['a', 'b', 'c', 'd'])('misses what was promised and is not there (%s)', (event) => {
  expect(judge(without(event)).lost).toEqual([event])
})

it('does not miss what nobody was told is taken', () => {
  expect(judge(without('e'))).toMatchObject({ lost: [], unpromised: 0 })
})

it('sees what is there twice, what nobody offered, and what was rolled back', () => {
  const { found: events, ...rest } = whole()
  const more = [found('a', 4), found('stranger', 5), found('r', 6)]
  expect(judge({ ...rest, found: [...events, ...more] })).toMatchObject({ twice: ['a'], invented: ['stranger', 'r'] })
})

it('lets a kill take what was in memory only, if the trail says so', () => {
  const { committed, found: events } = without('d')
  const killed = {
    lives: [
      life(
        [...whole().lives[0].offered].map(([event, mode]) => [event, mode, event !== 'e' && event !== 'r']),
        false,
      ),
    ],
    committed,
  }
  expect(judge({ ...killed, found: events })).toMatchObject({
    lost: [],
    perished: 1,
    faults: [expect.stringContaining('no gap')],
  })
  const told = [...events, gap({ context: { causes: ['process_ended'] } })]
  expect(judge({ ...killed, found: told })).toMatchObject({ ...clean, perished: 1, shed: 0 })
})

it('takes an account of shed events for as many as it counts, and no more', () => {
  const { found: events, ...rest } = without('a')
  const told = (count: number) => [...events, gap({ count, context: { causes: ['disk_bound'] } })]
  expect(judge({ ...rest, found: told(1) })).toMatchObject({ lost: [], shed: 1 })
  expect(judge({ ...rest, found: told(0) }).lost).toEqual(['a'])
})

it('sees numbers that are missing, not rising or repeated, and times that go back', () => {
  const faults = (...events: readonly FoundEvent[]) => judge({ lives: [], committed: new Set(), found: events }).faults
  expect(faults(found('x', 1), found('y', 3))).toEqual(['crm-1 has no number 2'])
  expect(faults(found('x', 1), found('y', 3), gap({ context: { producer: 'crm-1', ranges: [[2, 2]] } }))).toEqual([])
  expect(faults(found('x', 1), found('y', 1))).toEqual([expect.stringContaining('has number 1')])
  const early = { recordedAt: '2026-11-21T00:00:00.000Z' }
  expect(faults(found('x', 1), found('y', 2, early))).toEqual([expect.stringContaining('goes back')])
})
