import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Searchable } from '../../src/query/query.ts'
import { compareStates, recordState } from '../../src/record/record-state.ts'

const at = (day: number) => `2026-05-${String(day).padStart(2, '0')}T09:00:00.000Z`
const ms = (day: number) => Date.parse(at(day))
const event = (
  seq: number,
  day: number,
  action: string,
  changes: Searchable['changes'] = [],
  more: Partial<Searchable> = {},
): Searchable => ({
  seq,
  id: `e${seq}`,
  action,
  occurredAt: at(day),
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  object: { type: 'order', id: '1842', name: 'Order #1842' },
  changes,
  defects: [],
  ...more,
})
const values = (state: ReturnType<typeof recordState>) =>
  Object.fromEntries(state.fields.map(({ field, value }) => [field, value]))

describe('a record at a moment', () => {
  const story = [
    event(0, 3, 'order.created', [
      { field: 'status', after: 'Draft' },
      { field: 'total', after: '10.00' },
    ]),
    event(1, 5, 'order.updated', [{ field: 'status', before: 'Draft', after: 'Approved' }]),
    event(2, 9, 'order.deleted'),
    event(3, 12, 'order.restored'),
    event(4, 14, 'order.updated', [{ field: 'owner', before: 'Ana', after: 'Ben' }]),
  ]

  it('has what events up to then made of it, and who did', () => {
    expect(values(recordState(story, ms(4)))).toEqual({ status: 'Draft', total: '10.00', owner: 'Ana' })
    const later = recordState(story, ms(6))
    expect(values(later).status).toBe('Approved')
    expect(later.fields.find(({ field }) => field === 'status')?.by).toMatchObject({ id: 'e1', actor: { name: 'Maria Lopez' } })
    expect(later).toMatchObject({ exists: 'yes', name: 'Order #1842', firstSeenAt: at(3), lastSeenAt: at(5) })
  })

  it('says of a field that only a later event tells what it was', () => {
    expect(recordState(story, ms(6)).fields.find(({ field }) => field === 'owner')).toMatchObject({
      known: 'before',
      value: 'Ana',
      by: { id: 'e4' },
    })
    expect(recordState(story, ms(15)).fields.find(({ field }) => field === 'owner')).toMatchObject({ known: 'set', value: 'Ben' })
  })

  it('names who deleted it, and who brought it back', () => {
    expect(recordState(story, ms(6))).not.toHaveProperty('endedBy')
    expect(recordState(story, ms(10))).toMatchObject({ exists: 'no', endedBy: { id: 'e2', occurredAt: at(9) } })
    const back = recordState(story, ms(15))
    expect(back).toMatchObject({ exists: 'yes', returnedBy: { id: 'e3', occurredAt: at(12) } })
    expect(back).not.toHaveProperty('endedBy')
  })

  it('is not deleted where a part of it is removed, nor begun where one is added', () => {
    const parts = [event(0, 3, 'order.line_added'), event(1, 5, 'order.line_removed'), event(2, 7, 'shop.order_deleted')]
    expect(recordState(parts, ms(1))).toMatchObject({ exists: 'yes', laterSeenAt: at(3) })
    expect(recordState(parts, ms(6)).exists).toBe('yes')
    expect(recordState(parts, ms(8))).toMatchObject({ exists: 'no', endedBy: { id: 'e2' } })
    expect(recordState([event(0, 3, 'order.line_added')], ms(1)).exists).toBe('unknown')
  })

  it('was not there before it was created, and not between deletion and return', () => {
    expect(recordState(story, ms(1))).toEqual({ exists: 'no', laterSeenAt: at(3), fields: [] })
    expect(recordState(story, ms(10)).exists).toBe('no')
    expect(values(recordState(story, ms(10))).status).toBe('Approved')
    expect(recordState(story, ms(13)).exists).toBe('yes')
  })

  it('does not know whether a record existed before the first event that only changed it', () => {
    const only = [event(0, 5, 'order.approved', [{ field: 'status', after: 'Approved' }])]
    expect(recordState(only, ms(1)).exists).toBe('unknown')
    expect(
      recordState([event(0, 5, 'order.updated', [{ field: 'status', before: 'Draft', after: 'Approved' }])], ms(1)),
    ).toMatchObject({
      exists: 'yes',
      fields: [{ field: 'status', value: 'Draft', known: 'before' }],
    })
  })

  it('does not take what an event left behind for what was there before it, nor look behind a return or a new beginning', () => {
    const set = event(0, 5, 'order.updated', [{ field: 'a', after: 1 }])
    const found = event(1, 8, 'order.updated', [{ field: 'a', before: 1, after: 2 }])
    expect(recordState([set, found], ms(3)).exists).toBe('unknown')
    const returned = event(2, 6, 'order.restored')
    expect(recordState([returned, found], ms(3)).exists).toBe('unknown')
    const other = event(3, 8, 'order.updated', [{ field: 'b', before: 1, after: 2 }])
    expect(recordState([set, other], ms(3)).exists).toBe('yes')
    const life = [event(4, 1, 'order.created'), event(5, 2, 'order.deleted'), event(6, 6, 'order.created')]
    expect(recordState([...life, other], ms(3)).fields).toEqual([])
    const imported = event(7, 6, 'order.imported', [{ field: 'b', before: 0, after: 1 }])
    expect(recordState([imported, other], ms(3))).toMatchObject({ exists: 'yes', fields: [{ field: 'b', value: 0 }] })
  })

  it('takes nothing from what failed or was denied', () => {
    const tried = [
      ...story,
      event(5, 20, 'order.updated', [{ field: 'status', before: 'Approved', after: 'Shipped' }], { outcome: 'denied' }),
    ]
    expect(values(recordState(tried, ms(21))).status).toBe('Approved')
  })

  it('marks a value that something changed off the record', () => {
    const broken = [...story, event(5, 20, 'order.updated', [{ field: 'status', before: 'On hold', after: 'Approved' }])]
    expect(recordState(broken, ms(21)).fields.find(({ field }) => field === 'status')?.unexplained).toBe(true)
    expect(recordState(story, ms(21)).fields.some(({ unexplained }) => unexplained)).toBe(false)
  })

  it('keeps treated and hidden fields apart from empty ones', () => {
    const state = recordState(
      [
        event(0, 3, 'order.created', [{ field: 'phone', after: '•••123', treated: 'mask' }]),
        event(1, 4, 'order.updated', [], { hidden: [{ slot: 'chg/bank%20account', why: 'withheld' }] }),
      ],
      ms(5),
    )
    expect(state.fields).toMatchObject([
      { field: 'phone', value: '•••123', treated: 'mask', known: 'set' },
      { field: 'bank account', known: 'hidden' },
    ])
  })

  it('differs between two moments in the fields that were touched and are not what they were', () => {
    expect(compareStates(recordState(story, ms(4)), recordState(story, ms(15)))).toMatchObject([
      { field: 'status', from: { value: 'Draft' }, to: { value: 'Approved' } },
      { field: 'owner', from: { value: 'Ana' }, to: { value: 'Ben' } },
    ])
  })

  it('equals a replay of all events up to the moment, in whatever order they arrived', () => {
    const step = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      field: fc.constantFrom('a', 'b', 'c'),
      after: fc.option(fc.integer(), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 28 }), (steps, moment) => {
        const events: Searchable[] = []
        const state = new Map<string, number | undefined>()
        const replay = new Map<string, number | undefined>()
        const ordered = steps.map((one, seq) => ({ ...one, seq })).sort((a, b) => a.day - b.day || a.seq - b.seq)
        for (const { day, field, after, seq } of ordered) {
          const before = state.get(field)
          const change = { field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
          events.push(event(seq, day, 'order.updated', [change]))
          state.set(field, after)
          if (day <= moment) replay.set(field, after)
        }
        const shown = recordState([...events].reverse(), ms(moment))
        for (const [field, value] of replay) expect(values(shown)[field]).toBe(value)
        expect(shown.fields.some(({ unexplained }) => unexplained)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
