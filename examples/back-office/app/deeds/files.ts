import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import type { Tool } from '../tool.ts'
import { Mistake } from '../tool.ts'

const importable = ['plan', 'segment', 'discount', 'owner'] as const

/** A CSV of customers: `id` and any of the columns above. Each row, each failure and the counts are on the trail. */
export const importCustomers = ({ store, audit }: Tool, file: { readonly name: string; readonly content: string }) => {
  const rows = readRows(file.content)
  return audit.batch('customer.import', { file, rows: rows.length, mapping: 'customers v1' }, async (batch) => {
    const counts = { changed: 0, failed: 0 }
    for (const [at, values] of rows.entries()) {
      const line = at + 2
      const before = store.get('customer', String(values.id ?? ''))
      if (!before) {
        batch.failed(line, `no customer ${values.id ?? ''}`)
        counts.failed++
        continue
      }
      const wanted = Object.fromEntries(importable.flatMap((field) => (values[field] ? [[field, values[field]]] : [])))
      await store.transaction(async () => {
        const after = store.update(before, wanted)
        const recorded = await batch.change('customer.updated', { object: after, before: before.fields, after: after.fields })
        if (recorded) counts.changed++
      })
    }
    return counts
  })
}

const readRows = (content: string): readonly { readonly [column: string]: string | undefined }[] => {
  try {
    return parse(content, { columns: true, bom: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    throw new Mistake(`This is not a CSV file that can be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** No record, no action: the list leaves the tool only after the trail has said that it knows. */
export const exportCustomers = async ({ store, audit }: Tool): Promise<string> => {
  const rows = store.db.prepare('SELECT id FROM customers ORDER BY CAST(id AS INTEGER)').all()
  const customers = rows.flatMap(({ id }) => store.get('customer', String(id)) ?? [])
  await audit.record('customer.exported', {
    count: customers.length,
    context: { format: 'csv' },
  })
  const lines = customers.map(({ id, name, fields }) => ({
    id,
    name,
    status: fields.status,
    plan: fields.plan,
    owner: fields.owner,
  }))
  return stringify(lines, { header: true, escape_formulas: true })
}
