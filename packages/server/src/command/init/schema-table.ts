/** A table or model of an application's schema, as far as a catalogue is concerned with it. */
export interface SchemaTable {
  readonly name: string
  readonly columns: readonly SchemaColumn[]
}

export interface SchemaColumn {
  readonly name: string
  readonly type: ColumnType
  /** The values an enumeration or a check allows, in its order. */
  readonly values?: readonly string[]
  /** The table it refers to. */
  readonly refersTo?: string
  readonly isKey: boolean
}

export type ColumnType = 'text' | 'number' | 'decimal' | 'date' | 'boolean' | 'list' | 'object'
