import type { z } from '@hono/zod-openapi'
import type { Caller } from '../../access/caller.ts'
import { actorOf } from '../../access/caller.ts'
import type { EventView } from '../../trail/view.ts'
import type { PermissionReview } from '../../watch/review-content.ts'
import { rightsChanged } from '../../watch/rights-changed.ts'
import type { permissionPageSchema, reviewQuerySchema } from './review-schemas.ts'

/** Of each filter; whoever looks for more than these searches. */
const mostChoices = 200

type Asked = Pick<z.output<typeof reviewQuerySchema>, 'person' | 'kind' | 'by' | 'limit'>
type Page = Omit<z.input<typeof permissionPageSchema>, 'standing' | 'nextCursor'>
type Shown = Page['subjects'][number]['changes'][number]

/** Whoever looks through a review, and the account of whoever made the key that they call with. */
export interface Reviewer {
  readonly caller: Caller
  readonly maker?: { readonly id: string; readonly email: string } | undefined
}

interface Named {
  readonly value: string
  readonly label: string
}

/** One change of rights, and what it is listed by. */
interface Entry {
  readonly subject: string
  readonly object: EventView['object']
  readonly change: Shown
  readonly actor: Named & { readonly type: string }
}

/**
 * A page of the changes of a review: by whom they are about, those with the most first, of each in their order. Counts and
 * choices are of the whole review, and so is what each has got and lost; what is asked narrows the list alone.
 */
export const permissionPage = (
  { range, isWhole, events }: PermissionReview,
  reviewer: Reviewer,
  asked: Asked,
  afterSeq: number | undefined,
): { readonly page: Page; readonly lastSeq: number | undefined } | undefined => {
  const groups = [
    ...Map.groupBy(
      events.map((event) => entryOf(event, reviewer)),
      ({ subject }) => subject,
    ).values(),
  ]
  groups.sort((a, b) => b.length - a.length)
  const all = groups.flat()
  const listed = all.filter((entry) => isAsked(entry, asked))
  const start = afterSeq === undefined ? 0 : listed.findIndex(({ change }) => change.seq === afterSeq) + 1
  if (afterSeq !== undefined && start === 0) return undefined
  const shown = listed.slice(start, start + asked.limit)
  const page: Page = {
    ...{ kind: 'permissions', range, isWhole, matching: listed.length },
    counts: countsOf(all, groups.length),
    choices: {
      person: choices(all, ({ subject, object }) => ({
        ...{ value: subject, label: object?.name ?? object?.id ?? '', type: object?.type ?? '' },
      })),
      kind: choices(all, ({ change: { action } }) => ({ value: action, label: action })),
      by: choices(all, ({ actor }) => actor),
    },
    subjects: subjectsOf(shown, groups, listed[start - 1]?.subject),
  }
  return { page, lastSeq: start + shown.length < listed.length ? shown.at(-1)?.change.seq : undefined }
}

const subjectsOf = (
  shown: readonly Entry[],
  groups: readonly (readonly Entry[])[],
  before: string | undefined,
): Page['subjects'] =>
  [...Map.groupBy(shown, ({ subject }) => subject)].map(([subject, entries]) => {
    const whole = groups.find(([first]) => first?.subject === subject) ?? []
    const { object } = whole.at(-1) ?? {}
    return {
      type: object?.type ?? '',
      id: object?.id ?? '',
      name: object?.name ?? object?.id ?? '',
      ...altogether(whole.map(({ change }) => change)),
      count: whole.length,
      isContinued: subject === before,
      changes: entries.map(({ change }) => change),
    }
  })

const entryOf = (event: EventView, reviewer: Reviewer): Entry => {
  const { id = '', seq, occurredAt = '', sentence, action = '', object, actor } = event
  const { gained, lost } = rightsChanged(event)
  const name = actor?.name ?? actor?.email ?? actor?.id ?? ''
  return {
    subject: `${object?.type ?? ''}/${object?.id ?? ''}`,
    object,
    actor: { value: actor?.id ?? name, label: name, type: whoOf(event) },
    change: {
      ...{ id, seq, at: occurredAt, action, sentence, by: name, gained: [...gained], lost: [...lost] },
      isYours: isAbout(event, reviewer),
      byYou: isBy(event, reviewer.caller),
      bySelf: gained.length + lost.length > 0 && isBySelf(event),
    },
  }
}

/** Who did it, in the words for whom it is about: of the trail's own events somebody or a key of the trail, else of the tool. */
const whoOf = ({ action = '', actor }: EventView): string => {
  const type = actor?.type ?? ''
  if (!action.startsWith('trail.')) return type
  return type === 'api_client' ? 'access_key' : 'person'
}

const isAsked = ({ subject, actor, change: { action } }: Entry, { person, kind, by }: Asked): boolean =>
  (person === undefined || subject === person) &&
  (kind === undefined || action === kind) &&
  (by === undefined || actor.value === by)

const countsOf = (all: readonly Entry[], subjects: number): Page['counts'] => {
  const count = (is: (change: Shown) => boolean) => all.filter(({ change }) => is(change)).length
  return {
    ...{ changes: all.length, subjects },
    gained: count(({ gained }) => gained.length > 0),
    lost: count(({ lost }) => lost.length > 0),
    yours: count(({ isYours }) => isYours),
    bySelf: count(({ bySelf }) => bySelf),
  }
}

/** Each with the name that it had last, as the list says it. */
const choices = <Choice extends Named>(all: readonly Entry[], of: (entry: Entry) => Choice) => {
  const counted = new Map<string, Choice & { readonly count: number }>()
  for (const entry of all) {
    const choice = of(entry)
    counted.set(choice.value, { ...choice, count: (counted.get(choice.value)?.count ?? 0) + 1 })
  }
  return [...counted.values()].sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'en')).slice(0, mostChoices)
}

/** What is left of a row of changes: what came and went again is neither. */
const altogether = (changes: readonly { readonly gained: readonly string[]; readonly lost: readonly string[] }[]) => {
  const [gained, lost] = [new Set<string>(), new Set<string>()]
  for (const change of changes) {
    for (const item of change.lost) if (!gained.delete(item)) lost.add(item)
    for (const item of change.gained) if (!lost.delete(item)) gained.add(item)
  }
  return { gained: [...gained], lost: [...lost] }
}

/**
 * True where an event is about the person themselves, by their id or e-mail address in the tool or here. Whoever made a key
 * calls with it: what is about them is about the key.
 */
export const isAbout = ({ object, related = [] }: EventView, { caller, maker }: Reviewer): boolean => {
  if (caller.kind === 'key' && object?.type === 'access_key' && object.id === caller.id) return true
  const account = caller.kind === 'person' ? caller : maker
  if (!account) return false
  const mine = new Set([account.id, account.email.toLowerCase()])
  return [object, ...related].some((one) => one && [one.id, one.name ?? ''].some((text) => mine.has(text.toLowerCase())))
}

const isBy = ({ actor }: EventView, caller: Caller): boolean => {
  if (caller.kind !== 'person') return actor?.id === actorOf(caller).id
  return actor?.id === caller.id || actor?.email?.toLowerCase() === caller.email.toLowerCase()
}

/** Whoever did it is whom it is about, by id or e-mail address. */
const isBySelf = ({ actor, object }: EventView): boolean => {
  const [id, email] = [actor?.id.toLowerCase(), actor?.email?.toLowerCase()]
  const about = [object?.id, object?.name].flatMap((text) => text?.toLowerCase() ?? [])
  return about.some((text) => text !== '' && (text === email || text === id))
}
