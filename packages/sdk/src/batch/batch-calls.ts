import type { ActionName, ActorInput, BatchCounts, Catalogue, RecordInput, SourceInput } from '@daybook/core'
import type { ChangeInput, Recorded } from '../recorder-calls.ts'
import type { FileInput } from './batch-file.ts'

/** What a catalogue has batches of: `customer.import` where it declares `customer.import_started` and `customer.import_completed`. */
export type BatchKind<C extends Catalogue> = {
  [A in ActionName<C>]: A extends `${infer Kind}_started` ? (`${Kind}_completed` extends ActionName<C> ? Kind : never) : never
}[ActionName<C>]

export interface BatchInput {
  /** Default: a fresh UUID. */
  readonly id?: string | undefined
  /** What is imported: size and SHA-256 are taken from it, the content is not. */
  readonly file?: FileInput | undefined
  /** How many rows it has, where that is known beforehand. */
  readonly rows?: number | undefined
  /** Which mapping made fields of columns: its name, version or digest. */
  readonly mapping?: string | undefined
  readonly reason?: string | undefined
  /** Who and through what for the events of the batch. Default: see `batch`. */
  readonly actor?: ActorInput | undefined
  readonly source?: SourceInput | undefined
}

/** What the work of a batch records with. */
export interface BatchCalls<C extends Catalogue> {
  readonly id: string
  /** Records a row. It counts as created where the action says so (`…created`, `…added`, `…imported`), else as updated. */
  record<A extends ActionName<C>>(action: A, input: RecordInput<C, A>): Promise<Recorded<C, A>>
  /** Records what changed of a row, and counts it: created where there was none before, unchanged where nothing differs. */
  change<A extends ActionName<C>>(action: A, input: ChangeInput<C, A>): Promise<Recorded<C, A> | undefined>
  /** A row that failed, by its line in the file, and why. */
  failed(line: number, reason: unknown): void
  /** Rows that were looked at and stayed as they are. */
  unchanged(rows?: number): void
  /** What the run itself counted, where it knows better than the calls above. */
  claim(counts: BatchCounts): void
}
