import type { RefusalCode } from '../refusal.ts'

/**
 * A declarative shape of JSON, plain data, from which both the checker (`compileShape`) and the JSON Schema
 * (`toJsonSchema`) are made, so that what is documented is what is enforced.
 */
export type Shape = TextShape | ChoiceShape | CountShape | TrueShape | AnyShape | FreeShape | ListShape | ObjectShape

interface Described {
  /** One sentence for people, also said where the member is missing. */
  readonly about?: string
}

/** A string of at most `limits.stringBytes`. */
export interface TextShape extends Described {
  readonly kind: 'text'
  readonly nonEmpty?: true
  readonly format?: TextFormat
}

/** What a text must or must not look like. `name` is the JSON Schema format, where there is one. */
export interface TextFormat {
  readonly name?: string
  readonly must?: Spelling
  readonly mustNot?: Spelling
}

/** `pattern` is a regular expression (ECMA-262, `u` flag, linear on any text) that JSON Schema has too. */
export interface Spelling {
  readonly pattern: string
  readonly code: RefusalCode
  /** What is wrong and what to do. */
  readonly detail: string
}

export interface ChoiceShape extends Described {
  readonly kind: 'choice'
  readonly of: readonly string[]
}

/** An integer from 0 to 2^53 - 1. */
export interface CountShape extends Described {
  readonly kind: 'count'
}

/** `true` and nothing else. */
export interface TrueShape extends Described {
  readonly kind: 'true'
}

/** Any JSON value. */
export interface AnyShape extends Described {
  readonly kind: 'any'
}

/** An object with any members. */
export interface FreeShape extends Described {
  readonly kind: 'free'
}

export interface ListShape extends Described {
  readonly kind: 'list'
  readonly items: Shape
  readonly most?: { readonly count: number; readonly code: RefusalCode; readonly detail: string }
}

/** An object with these members and no others. */
export interface ObjectShape extends Described {
  readonly kind: 'object'
  readonly members: { readonly [name: string]: Member }
  /** Members that only the server sets: refused with a code of their own. */
  readonly reserved?: readonly string[]
  readonly rules?: readonly Rule[]
}

export type Member = Shape & { readonly required?: true }

/** What members ask of one another: at least one of `needsOneOf` is there, or none of `forbids`. */
export type Rule = { readonly code: RefusalCode; readonly detail: string } & (
  | { readonly needsOneOf: readonly string[]; readonly nonEmpty?: true }
  | { readonly forbids: readonly string[] }
) &
  ({ readonly where: MemberValues } | { readonly unlessWhere: MemberValues })

/** A member and some of its values; an absent member has none of them. */
export interface MemberValues {
  readonly member: string
  readonly in: readonly string[]
}
