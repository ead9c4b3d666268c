import { formatQuery, type Query } from '@daybook/core'
import { type BatchPage, listBatches } from '../api/batch-api.ts'

type Show = 'imports' | 'runs'

const imported: Query = { kind: 'filter', filter: 'source', values: [{ match: 'is', text: 'bulk_import' }] }
const asked: { readonly [show in Show]: Query } = { imports: imported, runs: { kind: 'not', part: imported } }

/**
 * A page of imports, or of runs of jobs and automations, the latest first. The server finds a run by any event that is no row of
 * an import; that of a person who began one is such an event too, and its import is left out here.
 */
export async function listShown(trail: string, show: Show, cursor?: string, signal?: AbortSignal): Promise<BatchPage> {
  const page = await listBatches(trail, { q: formatQuery(asked[show]) }, cursor, signal)
  const doubtful = show === 'runs' ? page.data.filter(({ file }) => file !== null).map(({ id }) => id) : []
  if (doubtful.length === 0) return page
  const which: Query = { kind: 'filter', filter: 'batch', values: doubtful.map((text) => ({ match: 'is', text })) }
  const imports = await listBatches(trail, { q: formatQuery({ kind: 'and', parts: [imported, which] }) }, undefined, signal)
  const ids = new Set(imports.data.map(({ id }) => id))
  return { ...page, data: page.data.filter(({ id }) => !ids.has(id)) }
}
