import { failureOf, OutboundFailure } from '../outbound/outbound-failure.ts'
import { alertMessage, type Told } from './alert-message.ts'
import type { AlertStore } from './alert-store.ts'
import { waitMs } from './backoff.ts'
import { type Delivery, type Firing, questionOfFiring, type Rule, ruleText } from './rule.ts'
import { viewsAt, type Watching } from './watched-trails.ts'
import { sendWebhook } from './webhook.ts'

const atOnce = 4
const lookedAt = 50
/** Who could not be told for a day is not told any more. */
const patienceMs = 24 * 60 * 60 * 1000

/**
 * Tells people and programs of what fired: each at least once, and again after a failure, for a day. One that is slow to
 * take it holds up none of the others.
 */
export class Deliveries {
  readonly #watching: Watching
  readonly #store: AlertStore
  readonly #ruleOf: (id: string) => Rule | undefined
  readonly #underWay = new Map<string, Promise<void>>()
  #stopping = false
  #ended = false

  constructor(watching: Watching, store: AlertStore, ruleOf: (id: string) => Rule | undefined) {
    this.#watching = watching
    this.#store = store
    this.#ruleOf = ruleOf
  }

  work(): void {
    if (this.#stopping || this.#underWay.size >= atOnce) return
    for (const delivery of this.#store.due(this.#watching.now(), lookedAt)) {
      if (this.#underWay.size >= atOnce) return
      if (this.#underWay.has(delivery.id)) continue
      const attempt = this.#try(delivery)
        .catch((error) => {
          const stack = error instanceof Error ? error.stack : String(error)
          this.#watching.log.error({ alert: delivery.rule, stack }, 'telling of an alert has a defect')
        })
        .finally(() => this.#underWay.delete(delivery.id))
      this.#underWay.set(delivery.id, attempt)
    }
  }

  /** Begins nothing new; answers when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#underWay.values())
  }

  close(): void {
    this.#stopping = true
    this.#ended = true
  }

  async #try(delivery: Delivery): Promise<void> {
    const nowMs = this.#watching.now()
    let failure: OutboundFailure | undefined
    try {
      await this.#send(delivery)
    } catch (error) {
      failure = failureOf(error)
    }
    // What came back after the end is worked out again by the next start.
    if (this.#ended) return
    const attempts = [...delivery.attempts, { atMs: nowMs, ok: !failure, said: failure?.message ?? 'Taken.' }]
    const failures = delivery.failures + (failure ? 1 : 0)
    const firstMs = delivery.attempts[0]?.atMs ?? nowMs
    const state = !failure ? 'delivered' : nowMs - firstMs > patienceMs ? 'gave_up' : 'waiting'
    const nextMs = nowMs + waitMs(delivery.failures, this.#watching.random())
    this.#store.saveDelivery({ ...delivery, state, attempts, failures, nextMs })
  }

  async #send(delivery: Delivery): Promise<void> {
    const { outbound, mailer, now } = this.#watching
    const told = await this.#told(delivery)
    if (delivery.target.kind === 'webhook') {
      const message = { id: delivery.id, body: webhookBody(told) }
      return sendWebhook(outbound, delivery.target.url, message, this.#store.secret(delivery.rule), now())
    }
    if (!mailer) throw new OutboundFailure('not_allowed', 'This server has no mail server to send through (DAYBOOK_SMTP_URL).')
    return mailer.send({ id: delivery.id, to: delivery.target.address, ...alertMessage(told) })
  }

  /** As the owner of the rule may see it now, which may be less than when it fired. */
  async #told({ rule: id, firing: firingId }: Delivery): Promise<Told> {
    const rule = this.#ruleOf(id)
    const firing = this.#store.firing(firingId)
    const trail = rule && this.#watching.trails.get(rule.trail)
    if (!rule || !firing || !trail) throw new OutboundFailure('refused', 'The alert is not there any more.')
    const sees = await this.#watching.sightOf(rule.owner, trail)
    if (!sees) throw new OutboundFailure('not_allowed', 'Whose alert this is may not set alerts on this trail any more.')
    return { rule, firing, events: await viewsAt(trail, firing.positions, sees), link: this.#link(rule, firing) }
  }

  /** To the events behind it. */
  #link({ trail, settings }: Rule, firing: Firing): string {
    const { q, lane, from, to } = questionOfFiring(settings, firing)
    const asked = new URLSearchParams({
      ...{ q, ...(lane === 'business' ? {} : { lane }) },
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    })
    return `${this.#watching.pagesUrl()}/t/${encodeURIComponent(trail)}/search?${asked.toString()}`
  }
}

const webhookBody = ({ rule, firing, events, link }: Told): string =>
  JSON.stringify({
    type: 'alert',
    timestamp: new Date(firing.atMs).toISOString(),
    trail: rule.trail,
    data: {
      id: firing.id,
      alert: { id: rule.id, name: rule.settings.name, says: ruleText(rule.settings) },
      count: firing.count,
      events,
      link,
    },
  })
