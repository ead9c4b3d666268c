import type { ActorType, Change, EventInput, Json, Source, SourceType } from '../event/event.ts'
import type { Catalogue } from './catalogue.ts'

/**
 * Declares a catalogue and keeps its literal types, so that a recorder made from it refuses a wrong action, a wrong
 * field or a missing required reason when the tool is compiled. Identity at run time.
 *
 * @example
 * const catalogue = defineCatalogue({
 *   objects: { order: { label: 'Order', name: 'Order #{id}', fields: { status: { label: 'Status', kind: 'status' } } } },
 *   actions: { 'order.approved': { category: 'workflow', sentence: '{actor} approved {object}', reason: 'required' } },
 * })
 */
export const defineCatalogue = <const C extends Catalogue>(catalogue: C): C => catalogue

/** The actions that a catalogue declares. */
export type ActionName<C extends Catalogue> = Extract<keyof C['actions'], string>

/** The declared object type that an action is about: its first word, where the catalogue declares such an object. */
export type ObjectTypeOf<C extends Catalogue, A extends string> = A extends `${infer Prefix}.${string}`
  ? Extract<Prefix, keyof C['objects']>
  : never

/** The fields an event of this action may change: the declared ones, or any where the object or its fields are not declared. */
export type FieldName<C extends Catalogue, A extends string> = [ObjectTypeOf<C, A>] extends [never]
  ? string
  : C['objects'][ObjectTypeOf<C, A>] extends { readonly fields: infer Fields }
    ? Extract<keyof Fields, string>
    : string

/** True where the declaration makes a reason obligatory: `reason: 'required'`, or `reason` among what it expects. */
type NeedsReason<Declaration> = Declaration extends { readonly reason: 'required' }
  ? true
  : Declaration extends { readonly expects: readonly (infer Expected)[] }
    ? 'reason' extends Expected
      ? true
      : false
    : false

type Reason<C extends Catalogue, A extends ActionName<C>> =
  NeedsReason<C['actions'][A]> extends true ? { readonly reason: string } : { readonly reason?: string | undefined }

/** An id as an application holds it; what knows its own JSON form (an ObjectId, a UUID) is that. Recorded as text. */
export type IdValue = string | number | bigint | { toJSON(): string }

/**
 * A value as an application holds it: dates and decimals may still be objects that know their JSON form, `undefined` means
 * absent.
 */
export type ChangeValue = Json | bigint | Date | { toJSON(): unknown } | undefined

/** `[before, after]`; `undefined` on a side means that side is absent. */
export type ChangePair = readonly [before: ChangeValue, after: ChangeValue]

type ChangesInput<Field extends string> =
  | { readonly [F in Field]?: ChangePair | undefined }
  | readonly (Omit<Change, 'field' | 'before' | 'after'> & {
      readonly field: Field
      readonly before?: ChangeValue
      readonly after?: ChangeValue
    })[]

/** A record by id; a row of the application's own does, since only `id`, `name` and `url` of it are recorded. */
export interface NamedInput {
  readonly id: IdValue
  readonly name?: string | null | undefined
  readonly url?: string | null | undefined
}

/** The record acted on; `type` may be left out where the action's first word is a declared object. */
type ObjectInput<Type extends string> = NamedInput &
  ([Type] extends [never] ? { readonly type: string } : { readonly type?: Type | undefined })

/** Who or what did it. A row of the users table does: without a `type` it is a user, and only these members are recorded. */
export interface ActorInput {
  readonly type?: ActorType | undefined
  readonly id: IdValue
  readonly name?: string | null | undefined
  readonly email?: string | null | undefined
  readonly roles?: readonly string[] | null | undefined
  readonly onBehalfOf?: ActorInput | undefined
}

/** Through what it came: a person's or an administrator's action by its word, everything else with the name it must have. */
export type SourceInput =
  | 'user_action'
  | 'admin_action'
  | ({ readonly type: SourceType } & { readonly [Member in Exclude<keyof Source, 'type'>]?: string | null | undefined })

type Given = Partial<
  Omit<
    EventInput,
    | 'action'
    | 'actor'
    | 'source'
    | 'object'
    | 'related'
    | 'organization'
    | 'customer'
    | 'changes'
    | 'context'
    | 'reason'
    | 'occurredAt'
    | 'producer'
    | 'history'
  >
>

/** What a typed recorder takes beside the action and the changes: who and through what come from its context unless given here. */
export type RecordDetails<C extends Catalogue, A extends ActionName<C>> = Reason<C, A> & {
  readonly object?: ObjectInput<ObjectTypeOf<C, A>> | undefined
  readonly actor?: ActorInput | undefined
  readonly source?: SourceInput | undefined
  readonly related?: readonly (NamedInput & { readonly type: string; readonly relation?: string | undefined })[] | undefined
  readonly organization?: NamedInput | undefined
  readonly customer?: NamedInput | undefined
  readonly occurredAt?: string | Date | undefined
  /** Anything that JSON can carry, small. */
  readonly context?: object | undefined
} & { readonly [Member in keyof Given]?: Given[Member] | undefined }

/** What a typed recorder takes beside the action, with the changes written out. */
export type RecordInput<C extends Catalogue, A extends ActionName<C>> = RecordDetails<C, A> & {
  readonly changes?: ChangesInput<FieldName<C, A>> | undefined
}

/** An event as it is sent, typed by the catalogue: for producers that speak HTTP themselves. */
export type EventOf<C extends Catalogue, A extends ActionName<C>> = Omit<EventInput, 'action' | 'changes' | 'reason'> &
  Reason<C, A> & {
    readonly action: A
    readonly changes?: readonly (Omit<Change, 'field'> & { readonly field: FieldName<C, A> })[]
  }
