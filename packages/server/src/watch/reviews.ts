import type { Sees } from '../access/sight.ts'
import { HttpProblem } from '../problem/http-problem.ts'
import type { OpenTrail } from '../trail/trails.ts'
import { recordedMs } from './recorded-ms.ts'
import { everyDays, type ReviewKind, type SignedReview } from './review.ts'
import { type LogReview, logReview, type PermissionReview, permissionReview } from './review-content.ts'
import { ReviewStore } from './review-store.ts'
import { caughtUp, type Watching } from './watched-trails.ts'

const dayMs = 86_400_000

/** How a review of a kind stands. */
export interface ReviewStanding {
  readonly kind: ReviewKind
  readonly dueMs: number
  readonly isOverdue: boolean
  /** Where the next begins. */
  readonly from: number
  /** Newest first. */
  readonly signed: readonly SignedReview[]
}

/** Regular reviews of who may do what and of the log itself, signed off one range of positions after the other. */
export class Reviews {
  readonly #watching: Watching
  readonly #store: ReviewStore

  constructor(watching: Watching) {
    this.#watching = watching
    this.#store = new ReviewStore(watching.file)
  }

  async standing(trail: OpenTrail, kind: ReviewKind): Promise<ReviewStanding> {
    const signed = this.#store.of(trail.facts.name, kind)
    const [last] = signed
    const sinceMs = last?.atMs ?? (await recordedMs(trail, 0)) ?? this.#watching.now()
    const dueMs = sinceMs + everyDays[kind] * dayMs
    return { kind, dueMs, isOverdue: this.#watching.now() > dueMs, from: last?.to ?? 0, signed }
  }

  async permissions(trail: OpenTrail, sees: Sees, upTo = Number.MAX_SAFE_INTEGER): Promise<PermissionReview> {
    await caughtUp(this.#watching, trail)
    const [last] = this.#store.of(trail.facts.name, 'permissions')
    return permissionReview(this.#watching, trail, sees, { from: last?.to ?? 0, upTo }, last?.leftOpen ?? [])
  }

  async log(trail: OpenTrail, sees: Sees, upTo = Number.MAX_SAFE_INTEGER): Promise<LogReview> {
    await caughtUp(this.#watching, trail)
    const [last] = this.#store.of(trail.facts.name, 'log')
    return logReview(this.#watching, trail, sees, { from: last?.to ?? 0, upTo })
  }

  /** Throws `review_moved_on` where somebody else signed meanwhile: a range is signed off once. */
  sign(review: SignedReview, event: string): void {
    const [last] = this.#store.of(review.trail, review.kind)
    if ((last?.to ?? 0) !== review.from) throw new HttpProblem('review_moved_on')
    this.#store.add(review, event)
  }
}
