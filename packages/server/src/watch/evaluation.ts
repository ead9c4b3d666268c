import { queryFromParameters } from '@daybook/core'
import type { Ask } from '../search/search-index.ts'
import { ownEvent, theServer } from '../trail/own-event.ts'
import type { OpenTrail } from '../trail/trails.ts'
import { uuidV5 } from '../trail/uuid.ts'
import { parametersOf } from '../views/saved-view.ts'
import type { AlertStore, Progress } from './alert-store.ts'
import { judge, type Match, nothingYet } from './judge.ts'
import type { Firing, Rule, RuleSettings } from './rule.ts'
import { endOf, eventText, type Watching } from './watched-trails.ts'

/** A rule as it is now and how far it has come. */
export interface Watched {
  readonly rule: Rule
  readonly progress: Progress
  /** When the progress was last written. */
  readonly savedMs: number
}

/** Positions without a match are worth a write to the disk only now and then: after a crash they are looked at again. */
const saveEveryMs = 10_000

const namespace = '1f7d3c58-40be-4a6d-9c21-e83a5b7f0d92'

/** What a rule asks for, besides for whom. Throws `bad_query`. */
export const questionOfRule = ({ q, lane }: Pick<RuleSettings, 'q' | 'lane'>): Omit<Ask, 'sees'> => {
  const { query, which, fromMs, toMs } = queryFromParameters(parametersOf({ q, lane, range: { kind: 'any' } }, 0))
  return { query, which, ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) }
}

/**
 * One look at what a trail has that its rules have not seen: read once for all of them, in the index's own process. True
 * where there may be more. What was changed or removed meanwhile is left as it is.
 */
export const evaluate = async (
  watching: Watching,
  store: AlertStore,
  trail: OpenTrail,
  rules: Map<string, Watched>,
): Promise<boolean> => {
  const mine = [...rules.values()].filter(({ rule }) => rule.trail === trail.facts.name)
  const end = endOf(watching, trail.facts.name)
  const from = Math.min(...mine.map(({ progress }) => progress.cursor))
  if (from >= end) {
    const quietEnds = mine.filter(({ progress: { memory } }) => memory.isReached && memory.quietUntilMs <= watching.now())
    take(
      watching,
      store,
      rules,
      quietEnds.map((watched) => ({ watched, matches: [], upTo: watched.progress.cursor })),
    )
    return false
  }
  const asleep = { query: { kind: 'or', parts: [] }, which: 'all', sees: { roles: [] } } as const
  const asked = await Promise.all(
    mine.map(async ({ rule, progress }) => {
      const sees = await watching.sightOf(rule.owner, trail)
      return { from: progress.cursor, ask: sees ? { ...questionOfRule(rule.settings), sees } : asleep }
    }),
  )
  const { hits, upTo } = await watching.searches.ask({ what: 'watch', trail: trail.facts.name, from, below: end, watched: asked })
  take(
    watching,
    store,
    rules,
    mine.map((watched, at) => ({
      watched,
      matches: (hits[at] ?? []).map(([seq, occurredAtMs, isOpen]) => ({ seq, occurredAtMs, isOpen })),
      upTo: Math.max(watched.progress.cursor, upTo),
    })),
  )
  return upTo > from && upTo < end
}

interface Found {
  readonly watched: Watched
  readonly matches: readonly Match[]
  readonly upTo: number
}

const take = (watching: Watching, store: AlertStore, rules: Map<string, Watched>, found: readonly Found[]): void => {
  const nowMs = watching.now()
  const moved: { rule: string; progress: Progress }[] = []
  const fired: { firing: Firing; to: RuleSettings['to']; event: string }[] = []
  for (const { watched, matches, upTo } of found) {
    const { rule, progress, savedMs } = watched
    if (rules.get(rule.id) !== watched) continue
    const isMuted = rule.mutedUntilMs !== null && nowMs < rule.mutedUntilMs
    const { quietUntilMs, firedMs } = progress.memory
    const verdict = isMuted
      ? { memory: { ...nothingYet, quietUntilMs, firedMs } }
      : judge(progress.memory, rule.settings, matches, nowMs)
    const saves = matches.length > 0 || verdict.firing !== undefined || nowMs - savedMs > saveEveryMs
    const next = { cursor: upTo, memory: verdict.memory }
    rules.set(rule.id, { rule, progress: next, savedMs: saves ? nowMs : savedMs })
    if (saves) moved.push({ rule: rule.id, progress: next })
    if (verdict.firing) fired.push(firingOf(rule, verdict.firing, nowMs))
  }
  store.progress(moved, fired)
}

type Fired = Pick<Firing, 'count' | 'positions' | 'span'> & { readonly isOpen: boolean }

/** How many and which only where that tells nobody of a value that is kept from them: the event of a firing has other readers than the alert. */
const firingOf = (rule: Rule, { count, positions, span, isOpen }: Fired, atMs: number) => {
  const id = uuidV5(namespace, `${rule.id} ${positions.at(-1)}`)
  const firing: Firing = { id, rule: rule.id, trail: rule.trail, atMs, count, positions, span }
  const found = isOpen ? { count, context: { positions: [...positions] } } : {}
  const event = ownEvent('trail.alert_fired', theServer, atMs, { id, object: alertObject(rule), ...found })
  return { firing, to: rule.settings.to, event: eventText(event) }
}

/** The rule as the trail's own events name it. */
export const alertObject = ({ id, settings: { name } }: Pick<Rule, 'id' | 'settings'>) => ({
  type: 'alert',
  id,
  name: `“${name}”`,
})
