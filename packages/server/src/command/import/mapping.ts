import type { Json } from '@daybook/core'

/**
 * How one line of a source becomes one event: plain data, so that it can be kept beside the catalogue, reviewed and
 * repeated. The language is described for people in docs/import.md.
 *
 * A text that begins with `$.` is a path into the line (`$` alone is the line), one that begins with `@.` a path into the
 * item of the surrounding `$each`. An object with a member whose name begins with `$` is an operator. Every other value
 * is a constant, and every other object a template whose absent members are left out.
 */
export interface Mapping {
  /** Recorded with the import: which mapping made these events. */
  readonly name: string
  /** What a `null` found by a path means: `absent` (default) or `value`. */
  readonly nulls?: 'absent' | 'value'
  /** How a table (CSV) is read; see docs/import.md. */
  readonly csv?: {
    readonly delimiter?: string
    readonly columns?: readonly string[]
    readonly optional?: readonly string[]
    readonly empty?: 'absent' | 'text'
  }
  /** The event, or a function that answers it (in a `.ts` mapping). */
  readonly event: Template | ((line: Json) => unknown)
  /** Exceptions, in order; each that applies is laid over what came before it. */
  readonly rules?: readonly Rule[]
}

type Template = Json

type Rule =
  | { readonly when: Condition; readonly set: { readonly [member: string]: Template } }
  | { readonly when: Condition; readonly refuse: string }

type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | ({ readonly of: Template } & Test)

interface Test {
  readonly is?: Json
  readonly in?: readonly Json[]
  readonly exists?: boolean
  readonly over?: number
  readonly under?: number
  readonly startsWith?: string
}

/** Gives a mapping written in TypeScript its types; returns it unchanged. */
export const defineMapping = (mapping: Mapping): Mapping => mapping

/** What an expression sees: the source's line, and inside `$each` the item. */
export interface Scope {
  readonly line: Json
  readonly item?: Json | undefined
}

export type Expression = (scope: Scope) => Json | undefined

/** A line cannot become an event. `code` is one of docs/import.md; `detail` never repeats the value. */
export class LineRefused extends Error {
  override readonly name = 'LineRefused'
  readonly code: LineRefusalCode
  readonly pointer: string | undefined
  constructor(code: LineRefusalCode, detail: string, pointer?: string) {
    super(detail)
    this.code = code
    this.pointer = pointer
  }
}

/** Refusals of the import itself; what the event's own checks refuse has the codes of docs/errors.md. */
export type LineRefusalCode =
  | 'line_too_long'
  | 'unmapped_value'
  | 'unreadable_time'
  | 'not_a_number'
  | 'not_a_decimal'
  | 'mapping_failed'
  | 'refused_by_mapping'

/** The mapping itself is wrong: `where` is the place in it. */
export class BadMapping extends Error {
  override readonly name = 'BadMapping'
  readonly where: string
  constructor(where: string, detail: string) {
    super(detail)
    this.where = where
  }
}
