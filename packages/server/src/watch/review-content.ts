import { queryFromParameters } from '@daybook/core'
import type { Sees } from '../access/sight.ts'
import { seesAll } from '../access/sight.ts'
import type { Hit } from '../reading/questions.ts'
import type { Ask } from '../search/search-index.ts'
import type { OpenTrail } from '../trail/trails.ts'
import type { EventView } from '../trail/view.ts'
import { recordedMs } from './recorded-ms.ts'
import { changesRights } from './rights-changed.ts'
import { endOf, viewsAt, type Watching } from './watched-trails.ts'

/** Positions `[from, to)` that are to be looked through. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Where a review begins, and beyond what it does not go. */
export interface Asked {
  readonly from: number
  readonly upTo: number
}

export interface Looked {
  readonly range: Range
  /** False where events of it are hidden from whoever asks: then somebody else signs it off. */
  readonly isWhole: boolean
}

export interface PermissionReview extends Looked {
  readonly events: readonly EventView[]
}

export interface LogReview extends Looked {
  /** When the event before the range was recorded: none of the range's was recorded before. Undefined where it begins with the trail. */
  readonly sinceMs: number | undefined
  readonly counts: readonly { readonly section: LogSection; readonly action: string; readonly count: number }[]
}

export const logSections = ['reading', 'settings', 'sign_ins', 'alerts', 'gaps', 'health', 'other'] as const
export type LogSection = (typeof logSections)[number]

/** More are looked through in several reviews, one after the other. */
const mostPermissionEvents = 1_000
const mostLogEvents = 50_000

type Asking = Pick<Watching, 'searches' | 'index'>

/**
 * Signing in and what belongs to it changes nobody's rights. What has happened is named one by one: `session_policy_changed`
 * or `mfa_requirement_removed` is no signing in, and of a name that is not known the review shows too much rather than too little.
 */
const signing = new RegExp(
  `(?:^|[._])(?:${[
    'signed_(?:in|out|up)',
    'sign_in_(?:failed|blocked|succeeded|started|code_sent)',
    'locked_out',
    'mfa_(?:enabled|disabled|enrolled|removed|reset|challenged|passed|verified|failed)',
    'passwords?_(?:set|changed|expired|reset|reset_(?:requested|completed|failed))',
    'sessions?_(?:started|created|renewed|expired|ended|revoked)',
    'impersonation_(?:started|ended|stopped)',
  ].join('|')})$`,
)

/**
 * What changed about who may do what, from a position on: events of the security category, those that change a field of
 * the kind `permission`, and the trail's own about people, roles and keys. `leftOpen` are positions of before that nobody
 * could sign off yet.
 */
export const permissionReview = async (
  asking: Asking,
  trail: OpenTrail,
  sees: Sees,
  { from, upTo }: Asked,
  leftOpen: readonly number[],
): Promise<PermissionReview> => {
  const to = Math.max(from, Math.min(endOf(asking, trail.facts.name), upTo))
  const asked = queryFromParameters([['q', await permissionQuery(trail)]])
  const found = (who: Sees) =>
    hitsOf(asking, trail, { query: asked.query, which: asked.which, sees: who }, { from, to }, mostPermissionEvents)
  const all = await found(seesAll)
  const mine = seesEverything(sees) ? all : await found(sees)
  const end = all.more ? (all.hits.at(-1)?.seq ?? to - 1) + 1 : to
  const shown = mine.hits.filter(({ seq, action }) => seq < end && !signing.test(action)).map(({ seq }) => seq)
  const wanted = all.hits.filter(({ seq, action }) => seq < end && !signing.test(action))
  const views = await viewsAt(trail, [...leftOpen, ...shown], sees)
  const events = views.filter((event) => (event.category !== 'data' && event.category !== 'workflow') || changesRights(event))
  const known = new Set(views.map(({ seq }) => seq))
  const isWhole = wanted.every(({ seq }) => known.has(seq)) && leftOpen.every((seq) => known.has(seq))
  return { range: { from, to: end }, isWhole, events }
}

/** What happened to the log itself, from a position on: counts by kind, for somebody to look behind. */
export const logReview = async (asking: Asking, trail: OpenTrail, sees: Sees, { from, upTo }: Asked): Promise<LogReview> => {
  const to = Math.max(from, Math.min(endOf(asking, trail.facts.name), upTo))
  const ask = { query: { kind: 'and', parts: [] }, which: 'own' } as const
  const first = from === 0 ? undefined : await recordedMs(trail, from - 1)
  // An own event is recorded when it occurs, but for what a producer owns up to.
  const since = first === undefined ? {} : { fromMs: first - dayMs }
  const found = (who: Sees) => hitsOf(asking, trail, { ...ask, ...since, sees: who }, { from, to }, mostLogEvents, 'asc')
  const all = await found(seesAll)
  const mine = seesEverything(sees) ? all : await found(sees)
  const end = all.more ? (all.hits.at(-1)?.seq ?? to - 1) + 1 : to
  const byAction = Map.groupBy(
    mine.hits.filter(({ seq }) => seq < end),
    ({ action }) => action,
  )
  const counts = [...byAction].map(([action, hits]) => ({ section: sectionOf(action), action, count: hits.length }))
  return {
    range: { from, to: end },
    sinceMs: first,
    isWhole: mine.hits.length === all.hits.length,
    counts: counts.sort((a, b) => logSections.indexOf(a.section) - logSections.indexOf(b.section) || b.count - a.count),
  }
}

const dayMs = 86_400_000

const seesEverything = ({ roles, events }: Sees): boolean => roles === 'everything' && events === undefined

const permissionQuery = async ({ reader }: OpenTrail): Promise<string> => {
  const catalogue = await reader.compiled(await reader.catalogueVersion())
  const fields = new Set(['role', 'permission'])
  for (const { fields: declared = {} } of Object.values(catalogue.source.objects ?? {}))
    for (const [name, { kind }] of Object.entries(declared)) if (kind === 'permission') fields.add(name)
  const names = [...fields].slice(0, 30).map((name) => JSON.stringify(name))
  return `(category:security OR field:${names.join(',')} OR action:trail.person_*,trail.role_*,trail.key_*) -action:user.signed_in,user.signed_out,user.sign_in_failed`
}

const hitsOf = async (
  { searches }: Pick<Watching, 'searches'>,
  trail: OpenTrail,
  ask: Ask,
  { from, to }: Range,
  most: number,
  order: 'asc' | 'recorded' = 'recorded',
): Promise<{ readonly hits: readonly Hit[]; readonly more: boolean }> => {
  const hits: Hit[] = []
  let after = order === 'recorded' && from > 0 ? `0.${from - 1}` : undefined
  do {
    const question = { what: 'hits', trail: trail.facts.name, ask, order, below: to, history: true } as const
    const found = await searches.ask({ ...question, ...(after === undefined ? {} : { after }) })
    hits.push(...found.hits.filter(({ seq }) => seq >= from))
    after = found.next
  } while (after !== undefined && hits.length < most)
  return { hits: hits.toSorted((a, b) => a.seq - b.seq).slice(0, most), more: hits.length > most || after !== undefined }
}

const sections: readonly (readonly [LogSection, RegExp])[] = [
  ['sign_ins', /^trail\.(?:sign_in_failed|signed_in|signed_out|session_\w+)$/],
  ['reading', /^trail\.(?:searched|\w+_viewed|viewed_as|revealed|exported|events_read|verified|embedded)$/],
  ['alerts', /^trail\.alert_fired$/],
  ['gaps', /^trail\.(?:gap\w*|id_conflict|checkpoint_disputed|history_imported)$/],
  ['health', /^trail\.(?:forwarder_failed|forwarder_recovered|epoch_opened|key_rotated|opened|review_signed_off)$/],
  [
    'settings',
    /^trail\.(?:created|erased|retention_applied|hold_\w+|\w+_(?:created|changed|removed|revoked|pushed|invited|joined|added|saved))$/,
  ],
]

const sectionOf = (action: string): LogSection => sections.find(([, pattern]) => pattern.test(action))?.[0] ?? 'other'
