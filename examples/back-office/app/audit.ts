import { createRecorder } from '@daybook/sdk'
import { sqliteOutbox } from '@daybook/sdk/sqlite'
import catalogue from '../daybook.catalogue.ts'
import type { Store } from './store.ts'

export interface AuditPlace {
  readonly url: string
  readonly key: string
  /** Where events wait that are not on the trail yet. */
  readonly spool: string
}

/** The one recorder of the tool. Which events commit with the change, which wait for the trail: the catalogue says. */
export const openAudit = (store: Store, { url, key, spool }: AuditPlace) =>
  createRecorder({ catalogue, url, key, tool: 'Back office', outbox: sqliteOutbox(store.db), folder: spool })

export type Audit = ReturnType<typeof openAudit>
