import { type CompiledCatalogue, compileCatalogue, type DisclosedSlot, emptyCatalogue } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import { disclose } from '../../src/trail/disclosure.ts'
import { viewOf } from '../../src/trail/view.ts'

const slot = (name: string, value: unknown): DisclosedSlot => ({
  state: 'disclosed',
  name,
  digest: 'd'.repeat(43),
  disclosure: JSON.stringify(['s'.repeat(22), name, value]),
})
const core = slot('core', {
  id: '0197a3c0-0000-7000-8000-000000000001',
  action: 'payout.changed',
  occurredAt: '2026-11-22T09:00:00.000Z',
  recordedAt: '2026-11-22T09:00:01.000Z',
  category: 'data',
  outcome: 'success',
  actor: { type: 'user', id: 'u_1' },
  object: { type: 'payout', id: 'p1' },
})
const slots = [
  slot('actor', { actor: { name: 'Maria Lopez' } }),
  slot('chg', {
    changes: [
      { field: 'iban', after: 'DE00' },
      { field: 'status', after: 'Sent' },
    ],
  }),
  core,
]

const withReaders = (readers: readonly string[] | undefined): CompiledCatalogue =>
  compileCatalogue(
    {
      objects: {
        payout: {
          label: 'Payout',
          fields: { iban: { label: 'IBAN', ...(readers ? { readers } : {}), justification: 'needed' } },
        },
      },
      actions: {},
    },
    1,
  )

const hiddenFrom = (roles: readonly string[], written: CompiledCatalogue, newest: CompiledCatalogue) =>
  disclose(slots, { everything: false, roles }, { written, newest }).hidden

describe('what a reader gets', () => {
  it('is everything where nothing names its readers', () => {
    expect(hiddenFrom([], emptyCatalogue, emptyCatalogue)).toEqual([])
  })

  it('is kept back by the catalogue of the event or by the newest, whichever is stricter', () => {
    const closed = withReaders(['finance'])
    const open = withReaders(undefined)
    for (const [written, newest] of [
      [closed, open],
      [open, closed],
      [closed, closed],
    ] as const) {
      expect(hiddenFrom([], written, newest)).toEqual([{ slot: 'chg', why: 'withheld', roles: ['finance'] }])
      expect(hiddenFrom(['finance'], written, newest)).toEqual([])
    }
  })

  it('is open to nobody where the two name different readers', () => {
    expect(hiddenFrom(['finance', 'legal'], withReaders(['finance']), withReaders(['legal']))).toEqual([
      { slot: 'chg', why: 'withheld', roles: [] },
    ])
  })

  it('says of an erased slot which event erased it, to everybody', () => {
    const erased = [{ state: 'erased', name: 'actor', digest: 'd'.repeat(43), by: 99 } as const, core]
    for (const everything of [true, false]) {
      const view = viewOf(
        { state: 'present', seq: 3, own: false, slots: erased },
        { everything, roles: [] },
        { written: emptyCatalogue, newest: emptyCatalogue },
      )
      expect(view.hidden).toEqual([{ slot: 'actor', why: 'erased', by: 99 }])
      expect(view.actor).toEqual({ type: 'user', id: 'u_1' })
      expect(view.sentence).toBe(view.parts.map(({ text }) => text).join(''))
    }
  })

  it('of a pruned event is its place, its hash and a sentence', () => {
    const view = viewOf(
      { state: 'pruned', seq: 3, own: false, hash: 'h'.repeat(43), by: 7 },
      { everything: true, roles: [] },
      { written: emptyCatalogue, newest: emptyCatalogue },
    )
    expect(view).toMatchObject({ seq: 3, hash: 'h'.repeat(43), sentence: expect.stringContaining('removed') })
  })

  it('tells a weakness of a hidden value only to those who may read the value, and what is missing to all', () => {
    const catalogue = compileCatalogue(
      {
        objects: {
          payout: {
            label: 'Payout',
            fields: {
              stage: {
                label: 'Stage',
                kind: 'status',
                sequence: ['Draft', 'Released'],
                readers: ['finance'],
                justification: 'x',
              },
            },
          },
        },
        actions: { 'payout.changed': { category: 'data', reason: 'required' } },
      },
      1,
    )
    const stage = slot('chg/stage', { changes: [{ field: 'stage', before: 'Draft', after: 'Relesed' }] })
    const view = (roles: readonly string[]) =>
      viewOf(
        { state: 'present', seq: 1, own: false, slots: [stage, core] },
        { everything: false, roles },
        { written: catalogue, newest: catalogue },
      )
    const names = (roles: readonly string[]) => view(roles).defects.map(({ name }) => name)
    expect(names(['finance'])).toContain('misspelt_status')
    expect(names([])).toEqual(names(['finance']).filter((name) => name !== 'misspelt_status'))
    expect(names([])).toContain('no_reason')
    expect(JSON.stringify(view([]))).not.toContain('Released')
  })
})
