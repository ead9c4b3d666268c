import { requestJson } from './request.ts'
import { type Asked, parameters } from './search-api.ts'

export const exportFormats = ['csv', 'xlsx', 'ndjson', 'bundle'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface ExportPreview {
  readonly events: number
  readonly query: string
  readonly hidden: readonly { readonly name: string; readonly label: string; readonly roles: readonly string[] }[]
}

const address = (trail: string, what: string, asked: Asked, format: ExportFormat): string =>
  `/v1/trails/${encodeURIComponent(trail)}/${what}?${parameters(asked, { format })}`

/** What would leave. Nothing does. */
export const previewExport = (trail: string, asked: Asked, format: ExportFormat, signal?: AbortSignal) =>
  requestJson<ExportPreview>(address(trail, 'export-preview', asked, format), { signal })

/** Where the export itself is fetched from; fetching it is on the record. */
export const exportAddress = (trail: string, asked: Asked, format: ExportFormat): string =>
  address(trail, 'export', asked, format)
