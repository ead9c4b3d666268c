import type { BatchCounts, BatchFailure, Json } from '@daybook/core'
import { minute } from './calendar.ts'
import type { Person } from './people.ts'
import type { Rec, World } from './world.ts'

export interface Sheet {
  readonly id: string
  /** What the rows are: `customer`, `product`. */
  readonly kind: string
  readonly file: string
  readonly mapping: string
  readonly by: Person
  readonly rows: readonly { readonly record: Rec; readonly values: { readonly [field: string]: Json } }[]
  readonly failures?: readonly BatchFailure[]
  /** What the importer said it did, where that is not what it did. */
  readonly claims?: BatchCounts
  readonly correlationId?: string
  readonly reason?: string
}

/** A file loaded by somebody: begun, row by row, ended with what the importer claims. Answers when it ended. */
export const importSheet = (world: World, at: number, sheet: Sheet): number => {
  const { random } = world
  const importer = {
    actor: { type: 'import', id: 'csv-import', name: 'CSV import', onBehalfOf: plain(sheet.by) } as const,
    source: { type: 'bulk_import', id: 'csv', name: 'CSV import' } as const,
  }
  const file = { name: sheet.file, size: 1_200 + sheet.rows.length * 61, sha256: random.hex(64) }
  const total = sheet.rows.length + (sheet.failures?.length ?? 0)
  const started = world.tell(at, `${sheet.kind}.import_started`, world.by(sheet.by), {
    batch: { id: sheet.id, kind: `${sheet.kind} import`, file, rows: total, mapping: sheet.mapping },
    ...(sheet.reason ? { reason: sheet.reason } : {}),
    ...(sheet.correlationId ? { correlationId: sheet.correlationId } : {}),
  })
  let updated = 0
  let moment = at + 4_000
  for (const { record, values } of sheet.rows) {
    moment += random.whole(20, 70)
    const changes = world.set(record, values)
    if (changes.length === 0) continue
    updated++
    world.tell(moment, `${sheet.kind}.updated`, importer, { object: record, changes, batch: { id: sheet.id }, causedBy: started })
  }
  const failed = sheet.failures?.length ?? 0
  const claimed = sheet.claims ?? { created: 0, updated, unchanged: sheet.rows.length - updated, failed }
  world.tell(moment + minute / 2, `${sheet.kind}.import_completed`, importer, {
    batch: {
      id: sheet.id,
      kind: `${sheet.kind} import`,
      file,
      rows: total,
      claimed,
      ...(sheet.failures && failed > 0 ? { failures: sheet.failures } : {}),
    },
    causedBy: started,
  })
  return moment + minute / 2
}

const plain = ({ id, name }: Person) => ({ type: 'user', id, name }) as const

/** The makers' new prices, once a quarter and once a week for some. */
export const priceSheet = (world: World, by: Person, products: readonly Rec[], id: string, share: number): Sheet => ({
  id,
  kind: 'product',
  file: `price-list-${id.slice(-'2026-01-01'.length)}.csv`,
  mapping: 'maker price list v2',
  by,
  rows: products
    .filter(() => world.random.chance(share))
    .map((record) => ({
      record,
      values: { price: (Number(record.fields.price) * world.random.between(0.985, 1.03)).toFixed(2) },
    })),
})
