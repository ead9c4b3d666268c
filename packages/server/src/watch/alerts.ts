import type { Sees } from '../access/sight.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import type { Asking } from '../reading/searches.ts'
import type { OpenTrail } from '../trail/trails.ts'
import { AlertStore } from './alert-store.ts'
import { Deliveries } from './deliveries.ts'
import { evaluate, questionOfRule, type Watched } from './evaluation.ts'
import { type Match, nothingYet } from './judge.ts'
import type { Delivery, Firing, Rule, RuleSettings } from './rule.ts'
import { firingsOf } from './try-rule.ts'
import { caughtUp, endOf, type Watching } from './watched-trails.ts'

/** What would have been, had a rule been there for so many days. */
export interface Trial {
  readonly matched: number
  /** Of them, those that were loaded as history: a rule that is set counts none such. */
  readonly loaded: number
  /** When it would have fired, ascending. */
  readonly firedMs: readonly number[]
  /** False where there were more matches than were looked at: then it tells of the newest. */
  readonly isWhole: boolean
}

const mostTried = 50_000

/** Every alert of every trail: rules that follow the index, and telling people of what they found. */
export class Alerts {
  readonly #watching: Watching
  readonly #store: AlertStore
  readonly #rules = new Map<string, Watched>()
  readonly #deliveries: Deliveries
  readonly #looking = new Set<string>()
  #ended = false

  constructor(watching: Watching) {
    this.#watching = watching
    this.#store = new AlertStore(watching.file, watching.box)
    for (const { progress, ...rule } of this.#store.all()) this.#rules.set(rule.id, { rule, progress, savedMs: 0 })
    this.#deliveries = new Deliveries(watching, this.#store, (id) => this.#rules.get(id)?.rule)
  }

  of(trail: string): readonly Rule[] {
    return [...this.#rules.values()].map(({ rule }) => rule).filter((rule) => rule.trail === trail)
  }

  get(trail: string, id: string): Rule | undefined {
    const rule = this.#rules.get(id)?.rule
    return rule?.trail === trail ? rule : undefined
  }

  /** A new rule, which looks at positions from `from` on. */
  add(rule: Rule, from: number, secret: string, event: string): void {
    this.#store.add(rule, from, secret, event)
    this.#rules.set(rule.id, { rule, progress: { cursor: from, memory: nothingYet }, savedMs: 0 })
  }

  /** Where it asks for something else than before, it begins anew, with what comes from now on. */
  change(rule: Rule, event: string, secret?: string): void {
    const watched = this.#rules.get(rule.id)
    if (!watched) return
    const same = asksTheSame(watched.rule.settings, rule.settings)
    const end = Math.max(watched.progress.cursor, endOf(this.#watching, rule.trail))
    const progress = same ? watched.progress : { cursor: end, memory: nothingYet }
    this.#store.change(rule, event, secret)
    if (!same) this.#store.progress([{ rule: rule.id, progress }], [])
    this.#rules.set(rule.id, { rule, progress, savedMs: 0 })
  }

  remove(rule: Rule, event: string): void {
    this.#rules.delete(rule.id)
    this.#store.remove(rule, event)
  }

  /** The newest firings of a rule and who was told, newest first. */
  log(rule: string): readonly (Firing & { readonly deliveries: readonly Delivery[] })[] {
    return this.#store.log(rule)
  }

  lastFiring(rule: string): Firing | undefined {
    return this.#store.lastFiring(rule)
  }

  /** How many firings of some rules a reader has not opened, and the newest of them. */
  unread(rules: readonly Rule[], reader: string, most: number): { readonly count: number; readonly firings: readonly Firing[] } {
    return this.#store.unread(
      rules.map(({ id }) => id),
      reader,
      most,
    )
  }

  readBy(rule: string, reader: string): ReadonlySet<string> {
    return this.#store.readBy(rule, reader)
  }

  /** That a reader has opened firings of these rules: the ones named, or all that there are. */
  markRead(rules: readonly Rule[], reader: string, firings?: readonly string[]): void {
    this.#store.markRead(
      rules.map(({ id }) => id),
      reader,
      firings,
    )
  }

  /** How often a rule would have fired in the past, for somebody who asks and sees so much; history that was loaded counts, as what would have been told. */
  async try(searches: Asking, trail: OpenTrail, settings: RuleSettings, sees: Sees, days: number): Promise<Trial> {
    await caughtUp(this.#watching, trail)
    const fromMs = this.#watching.now() - days * 86_400_000
    const asked = questionOfRule(settings)
    const ask = { ...asked, sees, fromMs: Math.max(fromMs, asked.fromMs ?? 0) }
    const matches: Match[] = []
    let loaded = 0
    let after: string | undefined
    do {
      const found = await searches.ask({
        ...{ what: 'hits', trail: trail.facts.name, ask, order: 'desc', history: true },
        ...{ below: Number.MAX_SAFE_INTEGER, ...(after === undefined ? {} : { after }) },
      } as const)
      for (const { action, seq, occurredAtMs, isHistory } of found.hits)
        if (action !== 'trail.alert_fired') {
          matches.push({ seq, occurredAtMs, isOpen: true })
          if (isHistory) loaded++
        }
      after = found.next
    } while (after !== undefined && matches.length < mostTried)
    return {
      matched: matches.length,
      loaded,
      firedMs: await firingsOf(settings, matches.reverse()),
      isWhole: after === undefined,
    }
  }

  /** Looks at what is new, and tells whoever is to be told; to be called often. */
  work(): void {
    if (this.#ended) return
    for (const trail of new Set([...this.#rules.values()].map(({ rule }) => rule.trail))) void this.#look(trail)
    this.#deliveries.work()
  }

  /** Looks at nothing new; answers when nobody is being told any more. */
  async stop(): Promise<void> {
    this.#ended = true
    await this.#deliveries.stop()
  }

  close(): void {
    this.#ended = true
    this.#deliveries.close()
    const moved = [...this.#rules.values()].map(({ rule, progress }) => ({ rule: rule.id, progress }))
    this.#store.progress(moved, [])
    this.#rules.clear()
  }

  async #look(name: string): Promise<void> {
    const trail = this.#watching.trails.get(name)
    if (this.#looking.has(name) || !trail) return
    this.#looking.add(name)
    try {
      while (!this.#ended && (await evaluate(this.#watching, this.#store, trail, this.#rules)));
    } catch (error) {
      // The search process answers again in a moment.
      if (error instanceof HttpProblem || this.#ended) return
      const stack = error instanceof Error ? error.stack : String(error)
      this.#watching.log.error({ trail: name, stack }, 'the alerts of a trail have a defect')
    } finally {
      this.#looking.delete(name)
    }
  }
}

const asksTheSame = (a: RuleSettings, b: RuleSettings): boolean =>
  a.q === b.q && a.lane === b.lane && a.atLeast === b.atLeast && a.withinMinutes === b.withinMinutes
