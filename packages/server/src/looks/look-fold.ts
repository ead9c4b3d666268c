/** A look at the trail, as somebody takes it: what it says of how much was shown, and over which time and words it went. */
export interface Look {
  /** Events that the answer shows. */
  readonly shown: number
  /** A further page of an answer that began before. */
  readonly isFurther?: boolean
  /** The range of time that was asked about; an absent end is none. */
  readonly range?: { readonly fromMs: number | undefined; readonly toMs: number | undefined }
  /** What was typed to be completed. */
  readonly typed?: string
}

/** Looks of one kind by one reader, told as one. */
export interface Told {
  readonly times: number
  /** The most that one answer showed, with its further pages. */
  readonly shown: number
  readonly firstMs: number
  readonly lastMs: number
  /** The widest range; an end is absent where one of the looks had none. */
  readonly fromMs?: number
  readonly toMs?: number
  readonly typed: readonly string[]
}

/** What a fold has to tell; `reader` is who may be told of in one event. */
export interface Telling<About> {
  readonly reader: string
  readonly about: About
  readonly told: Told
}

interface Fold<About> {
  readonly reader: string
  readonly about: About
  readonly size: number
  isTold: boolean
  dueMs: number
  times: number
  shown: number
  further: number
  firstMs: number
  lastMs: number
  fromMs: number | undefined
  toMs: number | undefined
  typed: readonly string[]
}

/** What is looked at for the first time in a while is told within this time. */
export const firstWindowMs = 60_000
/** What the same reader has looked at just before is told this often: a page that is left open asks the same all day. */
export const againWindowMs = 30 * 60_000
const typedKept = 20

/**
 * Folds looks that are alike: the first window is a minute, further ones half an hour, so that a question is on the record within a
 * minute, and a page that asks it all day does not fill the trail. Nothing is thrown away to keep within bounds: where there is no
 * room, whoever takes most of it is told of at once.
 */
export class LookFold<About> {
  readonly #folds = new Map<string, Fold<About>>()
  readonly #limits: { readonly folds: number; readonly bytes: number }
  #bytes = 0

  constructor(limits: { readonly folds: number; readonly bytes: number } = { folds: 4_000, bytes: 8 * 1024 * 1024 }) {
    this.#limits = limits
  }

  get size(): number {
    return this.#folds.size
  }

  /**
   * Adds a look to its likes. `key` says which are alike, `reader` whose they are. True while none of them has been told: what
   * must be durable before an answer is told then, by `take`.
   */
  add(key: string, reader: string, about: About, look: Look, nowMs: number): boolean {
    const known = this.#folds.get(key)
    if (known) {
      join(known, look, nowMs)
      return !known.isTold
    }
    const size = 2 * (key.length + reader.length) + 200
    const fold = { reader, about, size, isTold: false, dueMs: nowMs + firstWindowMs, ...nothing }
    this.#folds.set(key, fold)
    this.#bytes += fold.size
    join(fold, look, nowMs)
    return true
  }

  /** What one fold has to tell now; it goes on folding what follows. */
  take(key: string, nowMs: number): Telling<About> | undefined {
    const fold = this.#folds.get(key)
    if (!fold || fold.times === 0) return undefined
    const { reader, about } = fold
    const told = toldBy(fold)
    Object.assign(fold, nothing, { isTold: true, dueMs: nowMs + againWindowMs })
    return { reader, about, told }
  }

  /** Everything whose window has ended, oldest first. With `all` whatever there is. */
  due(nowMs: number, all = false): readonly Telling<About>[] {
    // Nobody looked since it was told: the next look is a first one again.
    return this.#takeWhere(
      nowMs,
      ({ dueMs }) => all || dueMs <= nowMs,
      (taken) => all || !taken,
    )
  }

  /** What of these readers would be due within the next minute: told along, it makes no events of its own. */
  along(readers: ReadonlySet<string>, nowMs: number): readonly Telling<About>[] {
    return this.#takeWhere(
      nowMs,
      ({ reader, times, dueMs }) => times > 0 && dueMs <= nowMs + firstWindowMs && readers.has(reader),
    )
  }

  /**
   * Where there is too much to keep, everything of the reader who takes the most room; first what was told already, which then
   * is told again sooner, and only where that is not much, the rest.
   */
  tooMuch(nowMs: number): readonly Telling<About>[] {
    if (!this.#isOver(1)) return []
    const sizes = new Map<string, number>()
    for (const { reader, size } of this.#folds.values()) sizes.set(reader, (sizes.get(reader) ?? 0) + size)
    const [most] = [...sizes].reduce((one, other) => (other[1] > one[1] ? other : one))
    for (const [key, fold] of this.#folds) if (fold.reader === most && fold.times === 0) this.#drop(key, fold)
    if (!this.#isOver(0.75)) return []
    return this.#takeWhere(
      nowMs,
      ({ reader }) => reader === most,
      () => true,
    )
  }

  #takeWhere(
    nowMs: number,
    isWanted: (fold: Fold<About>) => boolean,
    isDropped: (taken: boolean) => boolean = () => false,
  ): readonly Telling<About>[] {
    const all: Telling<About>[] = []
    for (const [key, fold] of this.#folds) {
      if (!isWanted(fold)) continue
      const taken = this.take(key, nowMs)
      if (taken) all.push(taken)
      if (isDropped(taken !== undefined)) this.#drop(key, fold)
    }
    return all
  }

  /** What was taken could not be told: nothing of it is known any more. */
  forget(key: string): void {
    const fold = this.#folds.get(key)
    if (fold) this.#drop(key, fold)
  }

  /** Whether more is kept than this share of what may be. */
  #isOver(share: number): boolean {
    return this.#folds.size > share * this.#limits.folds || this.#bytes > share * this.#limits.bytes
  }

  #drop(key: string, { size }: Fold<About>): void {
    this.#folds.delete(key)
    this.#bytes -= size
  }
}

const nothing = { times: 0, shown: 0, further: 0, firstMs: 0, lastMs: 0, fromMs: undefined, toMs: undefined, typed: [] } as const

const join = <About>(fold: Fold<About>, { shown, isFurther = false, range, typed }: Look, nowMs: number): void => {
  const isFirst = fold.times === 0
  fold.firstMs = isFirst ? nowMs : fold.firstMs
  fold.lastMs = nowMs
  fold.times++
  if (isFurther) fold.further += shown
  else fold.shown = Math.max(fold.shown, shown)
  fold.fromMs = isFirst ? range?.fromMs : widest(fold.fromMs, range?.fromMs, Math.min)
  fold.toMs = isFirst ? range?.toMs : widest(fold.toMs, range?.toMs, Math.max)
  if (typed !== undefined && typed !== '') fold.typed = withTyped(fold.typed, typed)
}

const widest = (one: number | undefined, other: number | undefined, of: (a: number, b: number) => number): number | undefined =>
  one === undefined || other === undefined ? undefined : of(one, other)

/** What was typed on the way to something longer says nothing more. */
const withTyped = (list: readonly string[], typed: string): readonly string[] => {
  if (list.some((one) => one.startsWith(typed))) return list
  return [...list.filter((one) => !typed.startsWith(one)), typed].slice(-typedKept)
}

const toldBy = <About>({ times, shown, further, firstMs, lastMs, fromMs, toMs, typed }: Fold<About>): Told => ({
  times,
  shown: shown + further,
  firstMs,
  lastMs,
  ...(fromMs === undefined ? {} : { fromMs }),
  ...(toMs === undefined ? {} : { toMs }),
  typed,
})
