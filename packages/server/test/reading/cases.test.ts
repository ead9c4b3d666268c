import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompiledCatalogue, compileCatalogue, formatTime, type Query, type RecordedEvent } from '@daybook/core'
import { expect, it } from 'vitest'
import { type Sees, seesAll } from '../../src/access/sight.ts'
import { answerCase, answerCases } from '../../src/reading/answer-cases.ts'
import type { QuestionOf } from '../../src/reading/questions.ts'
import type { Shelf } from '../../src/reading/shelf.ts'
import type { CasesWanted } from '../../src/search/case-list.ts'
import { memoryIndex } from '../../src/search/memory-index.ts'
import type { SearchIndex } from '../../src/search/search-index.ts'
import { ownSqliteIndex } from '../../src/search/sqlite/sqlite-index.ts'
import { rowOf } from '../search/conformance.ts'
import { Random } from '../search/random.ts'

const hour = 3_600_000
const noon = Date.UTC(2026, 10, 22, 12)

const declaring = (workflows: Parameters<typeof compileCatalogue>[0]['workflows']): CompiledCatalogue =>
  compileCatalogue({ objects: {}, actions: {}, ...(workflows ? { workflows } : {}) }, 1)
const catalogues = [
  declaring(undefined),
  declaring({
    refund: { steps: ['Asked', 'Review', 'Paid'], fourEyes: [['Asked', 'Review']], dueWithin: 'P1D' },
    'price rule': { steps: ['Draft', 'Live'] },
  }),
  declaring({
    refund: {
      steps: ['Review', 'Asked'],
      fourEyes: [
        ['Paid', 'Asked'],
        ['Review', 'Paid'],
      ],
    },
  }),
]

/** Cases whose events come in any order, at few moments, some of them with nothing but their case to say. */
const randomStep = (random: Random): Partial<RecordedEvent> => ({
  outcome: random.pick(['success', 'success', 'success', 'failure', 'denied']),
  ...(random.chance(0.1) ? { action: 'trail.read', category: 'trail' } : { action: 'case.moved', category: 'workflow' }),
  actor: {
    type: random.pick(['user', 'admin', 'automation']),
    id: random.pick(['u_1', 'u_2', 'u_3']),
    ...(random.chance(0.2)
      ? { onBehalfOf: { type: random.pick(['user', 'integration']), id: random.pick(['u_1', 'u_4']) } }
      : {}),
  },
  ...(random.chance(0.9)
    ? {
        workflow: {
          type: random.pick(['refund', 'refund', 'refund', 'price rule', 'Überweisung']),
          id: random.pick(['1', 'refund', 'ä', 'A/東']),
          ...(random.chance(0.7) ? { step: random.pick(['Asked', 'Review', 'Paid', 'Draft', 'Live', 'Else']) } : {}),
          ...(random.chance(0.5)
            ? { decision: random.pick(['requested', 'approved', 'rejected', 'cancelled', 'escalated', 'reopened', 'overridden']) }
            : {}),
        },
      }
    : {}),
  ...(random.chance(0.15) ? { override: { rule: 'limit' } } : {}),
  ...(random.chance(0.5) ? { reason: 'A regular' } : {}),
})

/** Steps of one workflow are of one kind, but for a stray. */
const kindOf = (event: Partial<RecordedEvent>, isStray: boolean): Partial<RecordedEvent> => {
  if (event.category === 'trail') return event
  const isRefund = event.workflow?.type === 'refund' && !isStray
  return {
    ...event,
    ...(isRefund ? {} : { action: 'rule.moved', category: 'data' }),
    object: { type: isRefund ? 'refund' : 'rule', id: '1', name: 'One' },
  }
}

const only = (filter: 'category' | 'action' | 'object' | 'actor', text: string, alone: true | 'type' = true): Query => ({
  kind: 'filter',
  filter,
  values: [{ match: 'is', text, alone }],
})
/** By grants: everything, kinds of events, and what is no kind. */
const readers: readonly Sees[] = [
  seesAll,
  { roles: [] },
  { roles: [], events: only('category', 'workflow') },
  { roles: [], events: { kind: 'not', part: only('action', 'case.moved') } },
  { roles: [], events: { kind: 'or', parts: [only('object', 'rule', 'type'), only('category', 'trail')] } },
  { roles: [], events: { kind: 'or', parts: [] } },
  { roles: [], events: only('actor', 'u_1') },
]

const counting = (index: SearchIndex, told: { fromTables: number; fromEvents: number }): SearchIndex =>
  new Proxy(index, {
    get: (target, name) => {
      if (name !== 'cases') return Reflect.get(target, name).bind(target)
      return async (wanted: CasesWanted) => {
        const found = await target.cases?.(wanted)
        if (found && wanted.mayRead) told.fromTables++
        if (!found) told.fromEvents++
        return found
      }
    },
  })

type Wanted = QuestionOf<'cases'>['wanted']
const nowMs = noon + 36 * hour
const asking = (wanted: Wanted, limit = 500): QuestionOf<'cases'> => ({
  what: 'cases',
  trail: 'orders',
  ask: { query: { kind: 'and', parts: [] }, which: 'business', sees: seesAll },
  wanted,
  nowMs,
  limit,
})

/** Every filter by itself with every workflow and state, and some of them together. */
const filters: readonly Wanted[] = [
  {},
  { breaches: true },
  { backward: true },
  { override: 'true' },
  { override: 'without_reason' },
  { decision: 'approved' },
  { decision: 'overridden' },
  { step: 'REVIEW' },
  { step: 'Nowhere' },
  { waitingSinceMs: noon + 20 * hour },
  { overdue: true },
  { step: 'Asked', waitingSinceMs: noon + 30 * hour, override: 'true' },
  { backward: true, decision: 'reopened', breaches: true },
]
const questions = (): readonly QuestionOf<'cases'>[] =>
  [undefined, 'refund', 'price rule', 'Überweisung', 'nothing'].flatMap((type) =>
    ([undefined, 'open', 'ended'] as const).flatMap((state) =>
      filters.map((filter) =>
        asking({ ...filter, ...(type === undefined ? {} : { type }), ...(state === undefined ? {} : { state }) }),
      ),
    ),
  )

const shelfOf = (index: SearchIndex, catalogue: CompiledCatalogue): Shelf =>
  ({ index, reader: { catalogueVersion: async () => 1, compiled: async () => catalogue } }) as unknown as Shelf

it('lists the cases that an index keeps as their events tell them, in whatever order these came', async () => {
  const seed = Number(process.env.DAYBOOK_SEED ?? Math.floor(Math.random() * 2 ** 31))
  console.info(`cases: seed ${seed} (DAYBOOK_SEED=${seed} runs it again)`)
  const random = new Random(seed)
  const folder = mkdtempSync(join(tmpdir(), 'daybook-cases-'))
  const seen = new Map<string, number>()
  const told = { fromTables: 0, fromEvents: 0 }
  try {
    for (let world = 0; world < 7; world++) {
      const { index } = ownSqliteIndex(join(folder, `${world}.db`), 'basis')
      const memory = memoryIndex()
      const inOrder = random.chance(0.3)
      const rows = Array.from({ length: 30 + random.below(120) }, (_, seq) =>
        rowOf(
          seq,
          noon + (inOrder ? seq : random.below(40)) * hour,
          kindOf(randomStep(random), world % 3 === 0 && random.chance(0.1)),
        ),
      )
      for (let at = 0; at < rows.length; ) {
        const size = 1 + random.below(30)
        await index.add(rows.slice(at, at + size))
        await memory.add(rows.slice(at, at + size))
        at += size
      }
      for (const catalogue of catalogues)
        for (const question of questions()) {
          if (random.chance(0.6)) continue
          const asked = { ...question, ask: { ...question.ask, sees: random.pick(readers) } }
          const kept = JSON.parse((await answerCases(shelfOf(counting(index, told), catalogue), asked)).text)
          const expected = JSON.parse((await answerCases(shelfOf(memory, catalogue), asked)).text)
          expect(kept, `seed ${seed}, world ${world}: ${JSON.stringify(asked)}`).toEqual(expected)
          expect(kept.total).toEqual({ value: kept.data.length, exact: true })
          const filter = filters.findLast((one) =>
            Object.entries(one).every(([name, value]) => question.wanted[name as 'step'] === value),
          )
          const name = JSON.stringify(filter)
          seen.set(name, (seen.get(name) ?? 0) + kept.data.length)
        }
      await index.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  expect(told.fromTables).toBeGreaterThan(100)
  expect(told.fromEvents).toBeGreaterThan(10)
  for (const filter of filters.slice(0, -2).filter(({ step }) => step !== 'Nowhere'))
    expect(seen.get(JSON.stringify(filter)), JSON.stringify(filter)).toBeGreaterThan(0)
})

it('gives cases page by page, each once, and counts those of all pages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-cases-'))
  const { index } = ownSqliteIndex(join(folder, 'index.db'), 'basis')
  const memory = memoryIndex()
  try {
    const rows = Array.from({ length: 130 }, (_, seq) =>
      rowOf(seq, noon + (seq % 7) * hour, {
        workflow: { type: seq % 3 === 0 ? 'payout' : 'refund', id: `w_${seq}`, step: 'Asked' },
        ...(seq % 2 === 0 ? { override: { rule: 'limit' } } : {}),
      }),
    )
    await index.add(rows)
    await memory.add(rows)
    const catalogue = declaring(undefined)
    const pages = async (kept: SearchIndex, wanted: Wanted, limit: number) => {
      const ids: string[] = []
      for (let after: string | undefined, turn = 0; turn < 40; turn++) {
        const { text, next } = await answerCases(shelfOf(kept, catalogue), {
          ...asking(wanted, limit),
          ...(after === undefined ? {} : { after }),
        })
        const { data, total, whole } = JSON.parse(text)
        expect(whole).toBe(true)
        ids.push(...data.map(({ id }: { id: string }) => id))
        if (next === undefined) {
          expect(total).toEqual({ value: ids.length, exact: true })
          return ids
        }
        expect(data).toHaveLength(limit)
        after = next
      }
      throw new Error('the pages do not end')
    }
    for (const wanted of [{}, { type: 'refund' }, { override: 'without_reason' }, { state: 'ended' }] as const) {
      const ids = await pages(index, wanted, 9)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toEqual(await pages(memory, wanted, 9))
      expect(ids).toEqual(await pages(index, wanted, 500))
    }
    expect(await pages(index, {}, 50)).toHaveLength(130)
    const counts = JSON.parse((await answerCases(shelfOf(index, catalogue), asking({ type: 'refund', state: 'ended' }))).text)
    expect(counts).toMatchObject({
      data: [],
      steps: [{ type: 'refund', step: 'Asked', open: 86 }],
      exceptions: { overrides: 43, overridesWithoutReason: 43, backward: 0, breaches: 0, overdue: 0 },
    })
  } finally {
    await index.close()
    rmSync(folder, { recursive: true })
  }
})

it('tells cases from the events that a reader may see, and from those that are asked about', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-cases-'))
  const { index } = ownSqliteIndex(join(folder, 'index.db'), 'basis')
  try {
    const step = (seq: number, name: string, category: 'data' | 'workflow') =>
      rowOf(seq, noon + seq * hour, { category, workflow: { type: 'refund', id: '1', step: name } })
    await index.add([step(0, 'Asked', 'workflow'), step(1, 'Review', 'data'), step(2, 'Paid', 'workflow')])
    const shelf = shelfOf(index, catalogues[1] ?? declaring(undefined))
    const question = asking({})
    const stepsSeen = async (ask: Partial<QuestionOf<'cases'>['ask']>) => {
      const { data } = JSON.parse((await answerCases(shelf, { ...question, ask: { ...question.ask, ...ask } })).text)
      return data.map(({ steps }: { steps: readonly { step: string }[] }) => steps.map((one) => one.step))
    }
    const work = { kind: 'filter', filter: 'category', values: [{ match: 'is', text: 'workflow' }] } as const
    expect(await stepsSeen({})).toEqual([['Asked', 'Review', 'Paid']])
    expect(await stepsSeen({ sees: { roles: [] } })).toEqual([['Asked', 'Review', 'Paid']])
    expect(await stepsSeen({ sees: { roles: [], events: work } })).toEqual([['Asked', 'Paid']])
    expect(await stepsSeen({ query: work })).toEqual([['Asked', 'Paid']])
    expect(await stepsSeen({ fromMs: noon + hour })).toEqual([['Review', 'Paid']])
    expect(await stepsSeen({ toMs: noon + hour })).toEqual([['Asked']])
    expect(await stepsSeen({ which: 'own' })).toEqual([])
    const one = await answerCase(shelf, {
      what: 'case',
      trail: 'orders',
      type: 'refund',
      id: '1',
      sees: { roles: [], events: work },
    })
    expect(JSON.parse(one.text ?? '')).toMatchObject({
      startedAt: formatTime(noon),
      steps: [{ step: 'Asked' }, { step: 'Paid' }],
    })
  } finally {
    await index.close()
    rmSync(folder, { recursive: true })
  }
})
