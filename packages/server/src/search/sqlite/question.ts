import { matches } from '@daybook/core'
import { openBody } from '../body.ts'
import { inRange, type Position } from '../place.ts'
import { type Plan, planAsk } from '../plan-ask.ts'
import type { Ask } from '../search-index.ts'
import { Bodies } from './bodies.ts'
import { countCandidates } from './count-keys.ts'
import { eachFacet } from './facet-bytes.ts'
import type { IndexFile } from './index-file.ts'
import type { Recorded } from './key-rows.ts'
import { type Match, matchOf } from './match-text.ts'
import { oddKeys } from './row-key.ts'
import type { ValuesAsked } from './value-days.ts'
import { classesSeen, knownValue } from './vocabulary.ts'
import { isTaken, type Valued, type Walked, walk, walkValues } from './walk.ts'

/** So many events are taken from what the table of days has, one by one. */
const exceptedAtMost = 20_000

/** In a long trail the lists of a prefix's terms are long, too. What every tenth of the newest events has is found among these. */
const looseFrom = 200_000
const looselyLookedAt = 300
const looselyMatching = 30

/** An ask made ready for one file: its terms as a match for this reader, and how each candidate is judged. */
export class Question {
  readonly file: IndexFile
  readonly ask: Ask
  readonly plan: Plan
  readonly match: Match
  readonly bodies: Bodies
  readonly #classes: ReadonlySet<number>
  /** Of the candidates that were looked at before. */
  readonly #judged = new Map<number, boolean>()
  #excepted: Question | 'many' | undefined

  constructor(file: IndexFile, ask: Ask) {
    this.file = file
    this.ask = ask
    this.plan = boundWithin(planAsk(ask), file.watermark)
    const classes = classesSeen(file, ask.sees)
    this.#classes = new Set(classes)
    this.match = matchOf(this.plan.expr, classes)
    this.bodies = new Bodies(file)
    const { loose } = this.plan
    if (loose !== undefined && file.watermark >= looseFrom && this.#isCommon(matchOf(loose, classes))) {
      this.plan = { ...this.plan, expr: loose, exact: false }
      this.match = matchOf(loose, classes)
    }
  }

  /** Whether so many of the newest candidates match that opening them is quicker than a prefix's lists. */
  #isCommon(loose: Match): boolean {
    const { owns, fromMs, toMs } = this.plan
    let looked = 0
    let matching = 0
    for (const { seq } of walk(this.file, { match: loose, owns, fromMs, toMs }, 'desc')) {
      if (looked++ >= looselyLookedAt) break
      const isOne = this.judge(this.bodies.of(seq))
      this.#judged.set(seq, isOne)
      if (isOne && ++matching >= looselyMatching) return true
    }
    return false
  }

  /** Asked for nothing but business events in a stretch of time. */
  get isPlain(): boolean {
    return this.isRange && this.plan.upTo === undefined && this.plan.owns.length === 1 && this.plan.owns[0] === false
  }

  /**
   * Asked for nothing but business events of some categories in a stretch of time, perhaps all but few: the ids of these;
   * those that no event has are left out.
   */
  get categories(): readonly number[] | undefined {
    const { categories, owns, upTo } = this.plan
    if (!categories || upTo !== undefined || owns.length !== 1 || owns[0] !== false || this.#askExcepted() === 'many')
      return undefined
    return categories.flatMap((name) => knownValue(this.file, 'category', name) ?? [])
  }

  /** What of these categories is not asked for, where it is little. */
  *excepted(stretch: { readonly fromMs: number; readonly toMs: number }): Generator<Valued> {
    const excepted = this.#askExcepted()
    if (excepted === undefined || excepted === 'many') return
    const ids = new Set(this.categories)
    for (const hit of excepted.valued('asc', stretch)) {
      let isOne = false
      eachFacet(hit.facets, this.maySee, (id) => {
        isOne ||= ids.has(id)
      })
      if (isOne) yield hit
    }
  }

  /** By its own terms alone: to meet with lists as long as those of categories costs more than a look at each. */
  #askExcepted(): Question | 'many' | undefined {
    const { categories, except, fromMs, toMs } = this.plan
    if (this.#excepted !== undefined || !categories || !except) return this.#excepted
    const { which, sees } = this.ask
    const question = new Question(this.file, { query: except, which, sees: { roles: sees.roles }, fromMs, toMs })
    const isFew = question.plan.exact && countCandidates(question, exceptedAtMost + 1) <= exceptedAtMost
    this.#excepted = isFew ? question : 'many'
    return this.#excepted
  }

  /** Business events and nothing else, found by terms alone and whatever their position: what is counted of a day holds for the next who asks. */
  get isKept(): boolean {
    const { exact, upTo, owns } = this.plan
    return exact && upTo === undefined && owns.length === 1 && owns[0] === false && !isTaken(this.file, oddKeys(false))
  }

  /** Where nothing is asked for but categories of what may be read, or all of it: whose counts of values serve it. */
  get sight(): { readonly whose: ValuesAsked; readonly categories: readonly number[] | undefined } | undefined {
    const { sight } = this.plan
    if (!sight || !this.isKept) return undefined
    const classes = [...this.#classes]
    const match = matchOf(sight.expr, classes)
    if (match.except && match.query !== undefined) return undefined
    const categories = sight.categories?.flatMap((name) => knownValue(this.file, 'category', name) ?? [])
    return { whose: { match, maySee: this.maySee, classes: classes.join() }, categories }
  }

  /** Asked for nothing but a stretch of time. */
  get isRange(): boolean {
    return this.plan.exact && this.match.except && this.match.query === undefined
  }

  maySee = (kept: number): boolean => this.#classes.has(kept)

  /** Candidates in order; `matches` decides on each unless the plan is exact. */
  candidates(direction: 'asc' | 'desc', after?: Position, within: Within = {}): Generator<Position> {
    return walk(this.file, this.#walked(within, this.#bound), direction, after)
  }

  /** The same with the values that facets count. */
  valued(direction: 'asc' | 'desc', within: Within = {}): Generator<Valued> {
    return walkValues(this.file, this.#walked(within, this.#bound), direction)
  }

  /** Candidates that were recorded at a position or behind it. */
  recordedFrom(seq: number): Generator<Valued> {
    return walkValues(this.file, this.#walked({}, { side: 'from', seq }), 'asc')
  }

  get #bound(): Recorded | undefined {
    const { upTo } = this.plan
    return upTo === undefined ? undefined : { side: 'before', seq: upTo }
  }

  #walked(within: Within, recorded: Recorded | undefined): Walked {
    const fromMs = Math.max(this.plan.fromMs, within.fromMs ?? 0)
    const toMs = Math.min(this.plan.toMs, within.toMs ?? Number.POSITIVE_INFINITY)
    const { expected } = within
    const walked = { match: this.match, owns: this.plan.owns, fromMs, toMs }
    return { ...walked, ...(recorded ? { recorded } : {}), ...(expected === undefined ? {} : { expected }) }
  }

  isMatch(seq: number): boolean {
    return this.plan.exact || (this.#judged.get(seq) ?? this.judge(this.bodies.of(seq)))
  }

  /** The body of a candidate, where it is an answer. */
  answer(seq: number): string | undefined {
    const body = this.bodies.of(seq)
    return this.plan.exact || (this.#judged.get(seq) ?? this.judge(body)) ? body : undefined
  }

  judge(body: string | undefined): boolean {
    return body !== undefined && matches(this.plan.query, openBody(body, this.ask.sees))
  }

  /** Whether a body read in the order of recording belongs to the answer, whatever the terms say. */
  accepts(body: string, event: { readonly occurredAtMs: number; readonly own: boolean }): boolean {
    return this.plan.owns.includes(event.own) && inRange(event.occurredAtMs, this.ask) && this.judge(body)
  }
}

interface Within {
  readonly fromMs?: number
  readonly toMs?: number
  readonly expected?: number
}

/** A bound behind everything that the index has is none. */
const boundWithin = ({ upTo, ...plan }: Plan, watermark: number): Plan =>
  upTo === undefined || upTo >= watermark ? plan : { ...plan, upTo }
