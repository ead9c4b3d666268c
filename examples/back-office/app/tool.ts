import type { Audit } from './audit.ts'
import type { RecordType } from './resources.ts'
import type { Row, Store } from './store.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: string
}

/** What the tool's work is done with. */
export interface Tool {
  readonly store: Store
  readonly audit: Audit
}

/** What somebody typed into the form of a deed. */
export type Said = { readonly [name: string]: string }

export interface Ask {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'reason' | 'money' | 'number' | 'date' | 'choice'
  readonly choices?: readonly string[]
}

/** Something one can do to a record: a button on its page, and the work behind it. */
export interface Deed<T extends RecordType = RecordType> {
  readonly name: string
  readonly label: string
  readonly on: T
  when?(row: Row<T>, person: Person): boolean
  readonly asks?: readonly Ask[]
  run(tool: Tool, row: Row<T>, said: Said): Promise<unknown>
}

export const reason: Ask = { name: 'reason', label: 'Reason', kind: 'reason' }

/** What is wrong with what was typed, in words for whoever typed it. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
}
