import { recordState, type Searchable } from '@daybook/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type UndoRow, undoRows } from '../../src/reading/undo-rows.ts'

const batch = 'imp_1'
const minute = 60_000

interface Step {
  readonly record: number
  readonly field: number
  readonly value: number
  readonly isBatch: boolean
  readonly isFailed: boolean
}
const step: fc.Arbitrary<Step> = fc.record({
  record: fc.integer({ min: 0, max: 2 }),
  field: fc.integer({ min: 0, max: 1 }),
  value: fc.integer({ min: 0, max: 3 }),
  isBatch: fc.boolean(),
  isFailed: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
})

/** A history in which every change says truly what it found; several events share a moment. */
const history = (steps: readonly Step[]): readonly Searchable[] => {
  const values = new Map<string, number>()
  return steps.map(({ record, field, value, isBatch, isFailed }, seq): Searchable => {
    const place = `${record} ${field}`
    const before = values.get(place)
    if (!isFailed) values.set(place, value)
    return {
      seq,
      id: `e${seq}`,
      action: 'order.updated',
      occurredAt: new Date(Date.UTC(2026, 4, 1) + Math.floor(seq / 2) * minute).toISOString(),
      object: { type: 'order', id: String(record) },
      changes: [{ field: `f${field}`, ...(before === undefined ? {} : { before }), after: value }],
      outcome: isFailed ? 'failure' : 'success',
      defects: [],
      ...(isBatch ? { batch: { id: batch } } : {}),
    }
  })
}

const succeeded = (events: readonly Searchable[]) => events.filter(({ outcome }) => outcome === 'success')
const placeOf = ({ record, field }: UndoRow) => `${record.id} ${field}`
const all = () => true

describe('the undo list of a batch, against a replay of everything that happened', () => {
  it('has each field of each record that the batch changed, once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const events = history(steps)
        const touched = succeeded(events).filter((event) => event.batch)
        const places = new Set(touched.map(({ object, changes }) => `${object?.id} ${changes?.[0]?.field}`))
        expect(undoRows(events, batch, all).map(placeOf).sort()).toEqual([...places].sort())
      }),
    )
  })

  it('tells what the batch found and left, what it is now, and who changed it since', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const events = history(steps)
        for (const row of undoRows(events, batch, all)) {
          const own = events.filter(({ object }) => object?.id === row.record.id)
          const upTo = (seq: number) =>
            recordState(
              own.filter((event) => event.seq <= seq),
              Number.MAX_SAFE_INTEGER,
            ).fields.find(({ field }) => field === row.field)
          const first = succeeded(own).find((event) => event.batch && event.changes?.[0]?.field === row.field)?.seq ?? 0
          const now = upTo(Number.MAX_SAFE_INTEGER)
          expect(row.before).toBe(upTo(first - 1)?.value)
          expect(row.after).toBe(upTo(row.by.seq)?.value)
          expect(row.since?.seq).toBe(now?.by.seq === row.by.seq ? undefined : now?.by.seq)
          expect(row.state === 'as_left').toBe(now?.by.seq === row.by.seq)
          if (row.state !== 'as_left') expect(row.now).toBe(now?.value)
          expect(row.state === 'put_back').toBe(row.since !== undefined && now?.value === row.before)
        }
      }),
    )
  })

  it('is the same in pages of any size', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (steps, size) => {
        const events = history(steps)
        const pages = Array.from({ length: Math.ceil(events.length / size) }, (_, page) =>
          undoRows(events, batch, (seq) => Math.floor(seq / size) === page),
        )
        expect(pages.flat()).toEqual(undoRows(events, batch, all))
      }),
    )
  })
})

describe('what cannot be compared', () => {
  const event = (seq: number, more: Partial<Searchable>): Searchable => ({
    seq,
    action: 'customer.updated',
    occurredAt: `2026-05-01T09:00:0${seq}.000Z`,
    object: { type: 'customer', id: '1' },
    defects: [],
    ...more,
  })
  const own = { batch: { id: batch } }

  it('is never called put back: hidden and treated values may be anything', () => {
    const hidden = [{ slot: 'chg/phone', why: 'withheld' as const }]
    const [row] = undoRows([event(0, { ...own, hidden }), event(1, { hidden })], batch, all)
    expect(row).toMatchObject({ field: 'phone', hidden: true, state: 'changed', since: { seq: 1 } })
    expect(row).not.toHaveProperty('before')
    const masked = { field: 'phone', before: '***1', after: '***2', treated: 'mask' as const }
    const back = { ...masked, before: '***2', after: '***1' }
    expect(undoRows([event(0, { ...own, changes: [masked] }), event(1, { changes: [back] })], batch, all)).toMatchObject([
      { treated: 'mask', state: 'changed' },
    ])
  })

  it('tells records that it created and deleted, and those that were brought back', () => {
    const lives = [
      event(0, { ...own, action: 'customer.deleted' }),
      event(1, { action: 'customer.restored' }),
      event(2, { ...own, action: 'customer.created', object: { type: 'customer', id: '2', name: 'Blue Lamp' } }),
    ]
    expect(undoRows(lives, batch, all)).toMatchObject([
      { record: { id: '1' }, what: 'deleted', state: 'put_back', since: { seq: 1 } },
      { record: { id: '2', name: 'Blue Lamp' }, what: 'created', state: 'as_left' },
    ])
  })
})
