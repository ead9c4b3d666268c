import type { Category } from '../event/event.ts'
import type { ActionDeclaration, Catalogue, FieldDeclaration, ObjectDeclaration, WorkflowDeclaration } from './catalogue.ts'
import { starterCatalogue } from './starter-catalogue.ts'
import { type TrailActionDeclaration, trailCatalogue } from './trail-catalogue.ts'

/** What is known of an action, whoever declared it; only the trail's own events have the category `trail`. */
export type KnownAction = ActionDeclaration | TrailActionDeclaration

/** A catalogue made ready for use: lookups in constant time, whatever names strangers send. */
export interface CompiledCatalogue {
  /** The version the trail gave it; absent for a catalogue that was never pushed. */
  readonly version: number | undefined
  readonly mode: 'open' | 'strict'
  /** The catalogue as it was declared. */
  readonly source: Catalogue
  /** The trail's own catalogue first, then Daybook's declarations of `trail.*`, then the starter catalogue. */
  action(name: string): KnownAction | undefined
  /** True where the trail's own catalogue (or, for `trail.*`, Daybook) declares the action. The starter does not count. */
  declares(name: string): boolean
  object(type: string | undefined): ObjectDeclaration | undefined
  /** The field's declaration; for `address.city`, where nobody declared it, that of `address`. */
  field(objectType: string | undefined, field: string): FieldDeclaration | undefined
  workflow(type: string): WorkflowDeclaration | undefined
  /** True where a change of the field has a slot of its own: personal data, a treatment, or readers. */
  ownSlot(objectType: string | undefined, field: string): boolean
  /** The category an event of this action gets: declared, or judged by the action's words. */
  category(action: string): Category
}

const starterActions: ReadonlyMap<string, ActionDeclaration> = new Map(Object.entries(starterCatalogue.actions))
const trailActions: ReadonlyMap<string, TrailActionDeclaration> = new Map(Object.entries(trailCatalogue))

/** Compiles a catalogue that is already valid (typed, or through `parseCatalogue`). Keeps a reference to it; copies nothing. */
export function compileCatalogue(catalogue: Catalogue, version?: number): CompiledCatalogue {
  const actions = new Map(Object.entries(catalogue.actions))
  const objects = new Map(Object.entries(catalogue.objects))
  const fields = new Map([...objects].map(([type, object]) => [type, new Map(Object.entries(object.fields ?? {}))]))
  const workflows = new Map(Object.entries(catalogue.workflows ?? {}))
  const field = (objectType: string | undefined, name: string): FieldDeclaration | undefined => {
    const declared = objectType === undefined ? undefined : fields.get(objectType)
    return declared && (declared.get(name) ?? nearestParent(declared, name))
  }
  const action = (name: string) =>
    name.startsWith('trail.') ? trailActions.get(name) : (actions.get(name) ?? starterActions.get(name))
  return {
    version,
    mode: catalogue.mode ?? 'open',
    source: catalogue,
    action,
    declares: (name) => (name.startsWith('trail.') ? trailActions.has(name) : actions.has(name)),
    object: (type) => (type === undefined ? undefined : objects.get(type)),
    field,
    workflow: (type) => workflows.get(type),
    ownSlot: (objectType, name) => {
      const declared = field(objectType, name)
      return (
        declared !== undefined &&
        (declared.personal === true || declared.readers !== undefined || declared.treatment !== undefined)
      )
    },
    category: (name) => action(name)?.category ?? categoryByWords(name),
  }
}

/** The catalogue of a trail to which none was pushed: everything is recorded, nothing is declared. */
export const emptyCatalogue: CompiledCatalogue = compileCatalogue({ objects: {}, actions: {} })

function nearestParent(declared: ReadonlyMap<string, FieldDeclaration>, name: string): FieldDeclaration | undefined {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const parent = declared.get(name.slice(0, dot))
    if (parent) return parent
  }
  return undefined
}

/** First match wins; anything else is a change of business data. */
const categoryPatterns: readonly (readonly [Category, RegExp])[] = [
  ['trail', /^trail\./],
  ['access', /[._](viewed|read|opened_record|exported|downloaded|printed|searched|revealed|impersonat\w+)$/],
  [
    'security',
    /(?:^|[._])(?:sign(?:ed)?_(?:in|out|up)|log(?:ged)?_?(?:in|out)|mfa|sso|passwords?|sessions?|permissions?|roles?|tokens?|api_keys?|secrets?|access_(?:granted|revoked))(?=[._]|$)/,
  ],
  [
    'workflow',
    /[._](requested|submitted|approved|rejected|declined|escalated|reassigned|assigned|reopened|cancell?ed|overridden|status_changed)$/,
  ],
  ['system', /^(automation|integration|webhook|job|system|config\w*|settings?)\.|[._](run_started|run_completed|sync_\w+)$/],
]

const categoryByWords = (name: string): Category => categoryPatterns.find(([, pattern]) => pattern.test(name))?.[0] ?? 'data'
