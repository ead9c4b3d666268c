import type { Category, Decision } from '../event/event.ts'

/** The catalogue: a trail's event types, declared as plain, JSON-serialisable data. `defineCatalogue` gives it its types. */

export const fieldKinds = [
  'text',
  'status',
  'owner',
  'permission',
  'money',
  'number',
  'date',
  'boolean',
  'list',
  'reference',
] as const
export type FieldKind = (typeof fieldKinds)[number]

export const treatments = ['omit', 'mask', 'tokenize', 'encrypt'] as const
export type Treatment = (typeof treatments)[number]

export interface FieldDeclaration {
  readonly label?: string
  readonly kind?: FieldKind
  /** For `status`: the order in which a record normally moves. Values outside it are side states. */
  readonly sequence?: readonly string[]
  /** For `money`: ISO 4217. */
  readonly currency?: string
  /** For `list`: the member that identifies an item, so that items are compared by key and never by index. */
  readonly key?: string
  readonly treatment?: Treatment
  /** With `mask`: how many characters at the end stay readable. Default 0. */
  readonly keep?: number
  /** Personal data: a slot of its own, erasable. */
  readonly personal?: boolean
  /** Roles that may read the value; others see that it is hidden. */
  readonly readers?: readonly string[]
  /** Why a sensitive value is kept in the clear; without it `check` fails. */
  readonly justification?: string
}

export interface ObjectDeclaration {
  readonly label: string
  /** Readable name where the event carries none: `Order #{id}`. */
  readonly name?: string
  readonly fields?: { readonly [field: string]: FieldDeclaration }
}

export const expectations = [
  'reason',
  'customer',
  'organization',
  'object',
  'workflow',
  'batch',
  'count',
  'override',
  'changes',
] as const
/** `changes.status` expects a change of the field `status`; `related.order` a related object whose relation is `order`. */
export type Expectation = (typeof expectations)[number] | `changes.${string}` | `related.${string}`

export const actionReasons = ['required', 'optional'] as const
export const sensitivities = ['normal', 'sensitive'] as const
export const severities = ['low', 'normal', 'high'] as const
export const purposes = ['explain', 'investigate', 'account', 'understand'] as const
export const deliveries = ['transactional', 'spooled', 'acked', 'memory'] as const
export const modes = ['open', 'strict'] as const

export interface ActionDeclaration {
  readonly category: Exclude<Category, 'trail'>
  /** ICU MessageFormat; see the sentence page of the docs for its arguments. */
  readonly sentence?: string
  /** The action's words where there is no sentence: "approved". Made from the action's name otherwise. */
  readonly words?: string
  readonly expects?: readonly Expectation[]
  readonly reason?: (typeof actionReasons)[number]
  readonly sensitivity?: (typeof sensitivities)[number]
  readonly severity?: (typeof severities)[number]
  /** ISO 8601 duration, date part only: `P7Y`. */
  readonly retain?: string
  readonly readers?: readonly string[]
  readonly allowedRoles?: readonly string[]
  /** What the event is kept for: to explain a state, to investigate, to hold to account, to understand how work goes. */
  readonly why?: (typeof purposes)[number]
  readonly delivery?: (typeof deliveries)[number]
  readonly decision?: Decision
}

export interface WorkflowDeclaration {
  readonly steps: readonly string[]
  readonly dueWithin?: string
  readonly fourEyes?: readonly (readonly [string, string])[]
}

/** A critical kind of action that is deliberately not logged, for the plan page. */
export interface NotLogged {
  readonly action: string
  readonly because: string
}

export interface Catalogue {
  /** `open` (default) records what breaks its declaration and marks the defect; `strict` refuses it. */
  readonly mode?: (typeof modes)[number]
  readonly objects: { readonly [type: string]: ObjectDeclaration }
  readonly actions: { readonly [action: string]: ActionDeclaration }
  readonly workflows?: { readonly [type: string]: WorkflowDeclaration }
  readonly notLogged?: readonly NotLogged[]
}
