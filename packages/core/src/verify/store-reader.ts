import type { BundleEvent } from '../ledger/bundle-line.ts'
import type { HashReader } from '../ledger/hash-reader.ts'

/** A trail's journal, as verification reads it: the reading half of the journal contract. */
export interface StoreReader extends HashReader {
  size(): Promise<{ readonly size: number }>
  read(range: {
    readonly from: number
    readonly to: number
    readonly limit: number
    readonly order: 'asc'
    readonly which: 'own' | 'all'
  }): Promise<readonly BundleEvent[]>
  checkpoint(atMost?: number): Promise<string | undefined>
}
