import type { EventInput, RelatedRef } from '@daybook/core'
import { actorOf, type Caller, sourceOf } from '../access/caller.ts'
import { type Doer, ownEvent } from '../trail/own-event.ts'
import { type Look, LookFold, type Telling, type Told } from './look-fold.ts'
import { type About, type AskedSearch, searchesTogether, spanOf } from './searches-together.ts'
import { TellingBudget } from './telling-budget.ts'

/** The trail that is looked at. */
export interface LookedTrail {
  readonly facts: { readonly name: string; readonly origin: string }
}

/** The query is without its range, which is in the look. */
export interface SearchLook extends Look, AskedSearch {}

/** What is looked at. `isSensitive`: the look is on the trail before its answer. */
export interface RecordLook extends Look {
  readonly record: { readonly type: string; readonly id: string }
  readonly isSensitive?: boolean
}

export interface EventLook {
  readonly id: string
  readonly seq: number
  readonly action: string
  /** The record acted on, where everybody who reads the trail may know it. */
  readonly record?: { readonly type: string; readonly id: string; readonly name?: string }
  readonly isSensitive?: boolean
}

export interface ReadingLogParts {
  /** Answers when the event is durable, or owed. */
  record(trail: string, event: EventInput): Promise<void>
  now(): number
  /** Told of what could not be recorded by a defect of ours. */
  onFault(trail: string, action: string, error: unknown): void
}

/**
 * Puts reading on the record: who searched for what, who opened which record and event, who verified. Nobody can switch it
 * off, and no caller is left out: programs with keys and the command are readers too.
 *
 * Searches never wait for it. Beyond so many different ones an hour, those of one reader are told together, an event a minute, so
 * that nobody fills the trail by reading. What is alike is folded (`LookFold`) by reader and question; what is sensitive is durable, or
 * owed where the trail takes no events, before its answer. Lost by a power cut or kill -9: folds that are not told yet, which
 * are those of the last minute, and how often a question was repeated in the last half hour.
 */
export class ReadingLog {
  readonly #parts: ReadingLogParts
  readonly #folds: LookFold<About>
  readonly #budget = new TellingBudget()
  readonly #telling = new Set<Promise<void>>()
  /** What of sensitive looks is not durable yet, by what it is of. */
  readonly #underWay = new Map<string, Promise<void>>()

  constructor(parts: ReadingLogParts, folds: LookFold<About> = new LookFold()) {
    this.#parts = parts
    this.#folds = folds
  }

  /** A list, its counts or its completions. Returns at once. */
  searched(caller: Caller, trail: LookedTrail, { query, list, around, ...look }: SearchLook): void {
    const asked = { query, ...(list === undefined ? {} : { list }), ...(around === undefined ? {} : { around }) }
    const about = this.#about(caller, trail, 'trail.searched', {
      object: trailObject(trail),
      related: [
        // The words are a name, which can be erased; an id could not.
        ...(query === '' ? [] : [{ type: 'search', id: list ?? 'events', name: query, relation: 'query' }]),
        ...(around === undefined ? [] : [{ type: 'event', id: around.id, name: `event ${around.seq}`, relation: 'around' }]),
      ],
      context: { query, ...(list === undefined ? {} : { list }) },
    })
    void this.#add(`${list ?? ''} ${around?.id ?? ''} ${query}`, { ...about, asked }, look)
  }

  /** A record's timeline, its state at a moment, an import or a case. */
  viewedRecord(caller: Caller, trail: LookedTrail, { record, isSensitive = false, ...look }: RecordLook): Promise<void> {
    const about = this.#about(caller, trail, 'trail.record_viewed', {
      object: trailObject(trail),
      related: [{ ...record, relation: 'record' }],
    })
    return this.#add(JSON.stringify([record.type, record.id]), about, look, isSensitive)
  }

  /** One event, whole: itself, its proof, its causes. */
  viewedEvent(caller: Caller, trail: LookedTrail, { isSensitive = false, record, ...event }: EventLook): Promise<void> {
    const about = this.#about(caller, trail, 'trail.event_viewed', {
      object: eventObject(event),
      ...(record === undefined ? {} : { related: [{ ...record, relation: 'record' }] }),
      ...(isSensitive ? { context: { sensitive: true } } : {}),
    })
    return this.#add(event.id, about, { shown: 0 }, isSensitive)
  }

  /** What a reader's own verification found; one that failed is durable when this answers. */
  verified(
    caller: Caller,
    trail: LookedTrail,
    { holds, size }: { readonly holds: boolean; readonly size: number },
  ): Promise<void> {
    const about = this.#about(caller, trail, 'trail.verified', {
      object: trailObject(trail),
      outcome: holds ? 'success' : 'failure',
      context: { size },
    })
    return this.#add(holds ? 'held' : 'broken', about, { shown: 0 }, !holds)
  }

  /** Tells what is due; to be called every few seconds. Never throws. */
  async settle(): Promise<void> {
    const nowMs = this.#parts.now()
    this.#tellAll([...this.#folds.tooMuch(nowMs), ...this.#folds.due(nowMs)], nowMs)
    await this.#told()
  }

  /** Tells everything there is: nothing is lost by a stop in good order. */
  async close(): Promise<void> {
    const nowMs = this.#parts.now()
    this.#tellAll(this.#folds.due(nowMs, true), nowMs)
    await this.#told()
  }

  #about(caller: Caller, { facts }: LookedTrail, action: About['action'], details: About['details']): About {
    const viewAs = viewAsOf(caller, facts.name)
    const context = { ...(details.context as object | undefined), ...(viewAs === undefined ? {} : { viewAs }) }
    return { trail: facts.name, action, doer: doerOf(caller, facts.name), details: { ...details, context } }
  }

  #add(what: string, about: About, look: Look, isSensitive = false): Promise<void> {
    const nowMs = this.#parts.now()
    this.#tellAll(this.#folds.tooMuch(nowMs), nowMs)
    const reader = readerOf(about)
    const key = `${reader} ${what}`
    const isUntold = this.#folds.add(key, reader, about, look, nowMs)
    const taken = isSensitive && isUntold ? this.#folds.take(key, nowMs) : undefined
    if (taken) return this.#tellFirst(key, taken)
    // Told already, but perhaps not durable yet: and where it could not be, neither is this look answered.
    if (isSensitive) return this.#underWay.get(key) ?? this.#told()
    return nothingToDo
  }

  /** Where it fails the next look is a first one again. */
  #tellFirst(key: string, { about, told }: { readonly about: About; readonly told: Told }): Promise<void> {
    const telling = this.#tell(about, told)
      .catch((error: unknown) => {
        this.#folds.forget(key)
        throw error
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, telling)
    return telling
  }

  #tellAll(due: readonly Telling<About>[], nowMs: number): void {
    const alone: Telling<About>[] = []
    const together: Telling<About>[] = []
    for (const one of due) (this.#isForItself(one, nowMs) ? alone : together).push(one)
    const readers = new Set(together.map(({ reader }) => reader))
    if (readers.size > 0) together.push(...this.#folds.along(readers, nowMs))
    const byReader = Map.groupBy(together, ({ reader }) => reader).values()
    for (const { about, told } of [...alone, ...[...byReader].flatMap(searchesTogether)])
      this.#tell(about, told).catch((error: unknown) => this.#parts.onFault(about.trail, about.action, error))
  }

  #isForItself({ about: { asked, trail, doer } }: Telling<About>, nowMs: number): boolean {
    return asked === undefined || this.#budget.takes(JSON.stringify([trail, doer.actor.type, doer.actor.id]), nowMs)
  }

  #tell({ trail, action, doer, details }: About, told: Told): Promise<void> {
    const { times, shown, firstMs } = told
    const event = ownEvent(action, doer, firstMs, {
      ...details,
      ...(shown > 0 ? { count: shown } : {}),
      context: { ...(details.context as object | undefined), times, ...spanOf(told) },
    })
    return this.#track(this.#parts.record(trail, event))
  }

  #track(recording: Promise<void>): Promise<void> {
    const settled = recording.catch(() => undefined).finally(() => this.#telling.delete(settled))
    this.#telling.add(settled)
    return recording
  }

  async #told(): Promise<void> {
    await Promise.all(this.#telling)
  }
}

/** Whose looks are alike or told together: of the same reader, in the same session and with the same roles. */
const readerOf = ({ trail, action, doer: { actor, source }, details: { context } }: About): string => {
  const { viewAs } = context as { readonly viewAs?: readonly string[] }
  return JSON.stringify([trail, action, actor.type, actor.id, source.sessionId, actor.roles, viewAs])
}

/** Whoever looks as other roles see it, looks as themselves all the same; what they were shown is those roles'. */
const viewAsOf = (caller: Caller, trail: string): readonly string[] | undefined =>
  (caller.kind === 'person' || caller.kind === 'session') && caller.viewAs?.trail === trail ? caller.viewAs.roles : undefined

const nothingToDo = Promise.resolve()

const doerOf = (caller: Caller, trail: string): Doer => ({ actor: actorOf(caller, trail), source: sourceOf(caller) })

const trailObject = ({ facts }: LookedTrail): RelatedRef => ({ type: 'trail', id: facts.origin, name: facts.name })

/** An event as the trail's own events name it. Of what it says only the action: a name must not tell what somebody may not read. */
export const eventObject = ({ id, seq, action }: Pick<EventLook, 'id' | 'seq' | 'action'>): RelatedRef => ({
  type: 'event',
  id,
  name: action === '' ? `event ${seq}` : `event ${seq} (${action.replaceAll(/[._]+/g, ' ')})`,
})
