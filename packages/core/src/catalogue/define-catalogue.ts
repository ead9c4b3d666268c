import type { Change, EventInput, Json } from '../event/event.ts'
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

/** A value as an application holds it: dates may still be `Date`, `undefined` means absent. */
export type ChangeValue = Json | Date | undefined

/** `[before, after]`; `undefined` on a side means that side is absent. */
export type ChangePair = readonly [before: ChangeValue, after: ChangeValue]

type ChangesInput<Field extends string> =
  | { readonly [F in Field]?: ChangePair }
  | readonly (Omit<Change, 'field'> & { readonly field: Field })[]

/** The record acted on; `type` may be left out where the action's first word is a declared object. */
type ObjectInput<Type extends string> = [Type] extends [never]
  ? { readonly type: string; readonly id: string | number; readonly name?: string; readonly url?: string }
  : { readonly type?: Type; readonly id: string | number; readonly name?: string; readonly url?: string }

/** What a typed recorder takes beside the action: who and through what come from its context unless given here. */
export type RecordInput<C extends Catalogue, A extends ActionName<C>> = Reason<C, A> & {
  readonly object?: ObjectInput<ObjectTypeOf<C, A>>
  readonly changes?: ChangesInput<FieldName<C, A>>
  readonly occurredAt?: string | Date
} & Partial<Omit<EventInput, 'action' | 'object' | 'changes' | 'reason' | 'occurredAt' | 'producer' | 'history'>>

/** An event as it is sent, typed by the catalogue: for producers that speak HTTP themselves. */
export type EventOf<C extends Catalogue, A extends ActionName<C>> = Omit<EventInput, 'action' | 'changes' | 'reason'> &
  Reason<C, A> & {
    readonly action: A
    readonly changes?: readonly (Omit<Change, 'field'> & { readonly field: FieldName<C, A> })[]
  }
