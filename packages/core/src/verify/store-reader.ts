import type { BundleEvent } from '../ledger/bundle-line.ts'
import type { HashReader } from '../ledger/hash-reader.ts'

/** An event as it lies in a store. `own`: it stands on the list of the trail's own events, which no page shows unless asked. */
export type StoredRow = BundleEvent & { readonly own?: boolean }

/** A trail's journal, as verification reads it: the reading half of the journal contract. */
export interface StoreReader extends HashReader {
  size(): Promise<{ readonly size: number }>
  read(range: {
    readonly from: number
    readonly to: number
    readonly limit: number
    readonly order: 'asc'
    readonly which: 'own' | 'all'
  }): Promise<readonly StoredRow[]>
  checkpoint(atMost?: number): Promise<string | undefined>
}
