import { sourceTypes } from '../event/event.ts'
import { fieldSlotName } from '../ledger/slot-name.ts'
import type { FilterName, Searchable, Wanted } from './query.ts'

/** A text of an event, and the slot that holds it (docs/format.md). */
export interface Placed {
  readonly text: string
  readonly slot: string
}

/**
 * One way in which a filter's value meets an event. `id`: exactly, or from its beginning. `folded`: the same, case and
 * accents aside. `name`: by its words.
 */
export interface Aspect {
  readonly how: 'id' | 'folded' | 'name'
  /** The texts of an event; empty ones are none. */
  readonly of: (event: Searchable) => readonly Placed[]
  /** Several texts may be of one event, so that two words may come from two of them. */
  readonly several?: true
}

const at = (slot: string, ...texts: readonly (string | undefined)[]): readonly Placed[] =>
  texts.flatMap((text) => (text === undefined || text === '' ? [] : [{ text, slot }]))

const path = (type: string | undefined, id: string | undefined): string | undefined =>
  type === undefined || id === undefined ? undefined : `${type}/${id}`

const id = (of: Aspect['of']): Aspect => ({ how: 'id', of })
const name = (of: Aspect['of']): Aspect => ({ how: 'name', of })

/** By short keys, which are also how index terms begin. */
export const aspects = {
  a: id(({ actor }) => at('core', actor?.id)),
  ae: { how: 'folded', of: ({ actor }) => at('actor', actor?.email) },
  an: name(({ actor }) => at('actor', actor?.name)),
  at: id(({ actor }) => at('core', actor?.type)),
  ro: { how: 'name', several: true, of: ({ actor }) => at('core', ...(actor?.roles ?? [])) },
  v: id(({ action }) => at('core', action)),
  vp: id(({ action }) => at('core', ...(action?.split('.') ?? []))),
  ca: id(({ category }) => at('core', category)),
  o: id(({ object }) => at('core', path(object?.type, object?.id))),
  ot: id(({ object }) => at('core', object?.type)),
  oi: id(({ object }) => at('core', object?.id)),
  on: name(({ object }) => at('object', object?.name)),
  q: id(({ related }) => at('core', ...(related ?? []).map((other) => path(other.type, other.id)))),
  qt: id(({ related }) => at('core', ...(related ?? []).map((other) => other.type))),
  qi: id(({ related }) => at('core', ...(related ?? []).map((other) => other.id))),
  qn: { how: 'name', several: true, of: ({ related }) => at('related', ...(related ?? []).map((other) => other.name)) },
  cr: id(({ customer }) => at('core', customer && 'customer', path('customer', customer?.id))),
  s: id(({ source }) => at('core', source?.type)),
  si: id(({ source }) => at('core', source?.id)),
  sn: name(({ source }) => at('core', source?.name)),
  ii: id(({ source, actor }) => [
    ...at('core', source?.type === 'integration' ? source.id : undefined),
    ...at('core', actor?.type === 'integration' ? actor.id : undefined),
  ]),
  in: name(({ source }) => at('core', source?.type === 'integration' ? source.name : undefined)),
  im: name(({ actor }) => at('actor', actor?.type === 'integration' ? actor.name : undefined)),
  w: id(({ workflow }) => at('core', path(workflow?.type, workflow?.id))),
  wt: id(({ workflow }) => at('core', workflow?.type)),
  wi: id(({ workflow }) => at('core', workflow?.id)),
  st: name(({ workflow }) => at('core', workflow?.step)),
  // Who goes against a named rule has overridden it, in whatever words the step came to something.
  d: id(({ workflow, override }) => at('core', workflow?.decision, override && 'overridden')),
  or: id(({ override }) => at('core', override?.rule)),
  ow: name(({ override }) => at('core', override?.name)),
  g: id(({ organization }) => at('core', organization?.id)),
  gn: name(({ organization }) => at('core', organization?.name)),
  c: id(({ customer }) => at('core', customer?.id)),
  cn: name(({ customer }) => at('customer', customer?.name)),
  b: id(({ batch }) => at('core', batch?.id)),
  bf: name(({ batch }) => at('file', batch?.file?.name)),
  u: id(({ outcome }) => at('core', outcome)),
  re: name(({ reason }) => at('reason', reason)),
  x: id(({ defects }) => defects.flatMap(({ name, slot = 'core' }) => at(slot, name))),
  ip: { how: 'folded', of: ({ source }) => at('net', source?.ip) },
  k: id(({ correlationId }) => at('core', correlationId)),
  cb: id(({ causedBy }) => at('core', causedBy)),
} as const satisfies { readonly [key: string]: Aspect }
export type AspectKey = keyof typeof aspects

/** The filters that look at texts: `status` looks at changes, and `count` at a number. */
export type TextFilter = Exclude<FilterName, 'status' | 'count'>

/** What each filter looks at, its whole id first. */
export const aspectsOfFilter: { readonly [filter in TextFilter]: readonly AspectKey[] } = {
  actor: ['a', 'ae', 'an'],
  actorType: ['at'],
  role: ['ro'],
  action: ['v', 'vp'],
  category: ['ca'],
  object: ['o', 'ot', 'oi', 'on'],
  record: ['o', 'ot', 'oi', 'on', 'q', 'qt', 'qi', 'qn', 'cr', 'c', 'cn'],
  source: ['s', 'si', 'sn'],
  integration: ['ii', 'in', 'im'],
  workflow: ['w', 'wt', 'wi'],
  step: ['st'],
  decision: ['d'],
  override: ['or', 'ow'],
  organization: ['g', 'gn'],
  customer: ['c', 'cn'],
  batch: ['b', 'bf'],
  outcome: ['u'],
  reason: ['re'],
  quality: ['x'],
  ip: ['ip'],
  correlation: ['k'],
  causedBy: ['cb'],
}

const typesOf: { readonly [filter in FilterName]?: readonly AspectKey[] } = { object: ['ot'], workflow: ['wt'] }

/** The slot of a field's changes; `chg` where its name is too long for one of its own. */
export const changeSlot = (field: string): string => fieldSlotName(field) ?? 'chg'

/** What one value of a filter looks at: a type of source is only that, and a path like `order/1842` is no name. */
export function aspectsOf(filter: TextFilter, wanted: Wanted & { readonly text: string }): readonly AspectKey[] {
  const all = aspectsOfFilter[filter]
  const { text: value } = wanted
  const alone = wanted.match === 'is' || wanted.match === 'prefix' ? wanted.alone : undefined
  if (alone === 'type') return typesOf[filter] ?? []
  if (alone) return filter === 'record' ? ['o', 'q', 'cr'] : all.slice(0, 1)
  if (filter === 'source' && sourceTypes.some((type) => type === value)) return ['s']
  if ((filter === 'object' || filter === 'record') && /^[^\s/]+\/\S*$/.test(value)) {
    return all.filter((key) => aspects[key].how !== 'name')
  }
  return all
}
