import type { Account } from '../people/account.ts'
import { ownEvent } from '../trail/own-event.ts'
import type { Client } from './client-of.ts'
import { clientDetails, personObject, trailsOf } from './people-events.ts'
import type { Service } from './service.ts'

const periodMs = 60_000

interface Folded {
  readonly account: Account
  readonly client: Client
  readonly untilMs: number
  readonly more: number
}

/**
 * Tells the trails that an account reaches of failed sign-ins: the first at once, those of the next minute together, so
 * that whoever guesses cannot drown the rest. Nothing here keeps the answer waiting: its time must tell nothing.
 */
export class FailedSignIns {
  readonly #service: Pick<Service, 'people' | 'trails' | 'owed' | 'now' | 'log'>
  readonly #folded = new Map<string, Folded>()

  constructor(service: Pick<Service, 'people' | 'trails' | 'owed' | 'now' | 'log'>) {
    this.#service = service
  }

  note(account: Account, client: Client): void {
    const known = this.#folded.get(account.id)
    if (known) return void this.#folded.set(account.id, { ...known, client, more: known.more + 1 })
    this.#folded.set(account.id, { account, client, untilMs: this.#service.now() + periodMs, more: 0 })
    // After the answer, which must take as long as for an account that does not exist.
    setImmediate(() => void this.#tell({ account, client }, 1))
  }

  /** Tells what has come together; to be called now and then, and with `all` at the end. */
  async settle(which: 'due' | 'all' = 'due'): Promise<void> {
    for (const [id, folded] of this.#folded) {
      if (which === 'due' && folded.untilMs > this.#service.now()) continue
      this.#folded.delete(id)
      if (folded.more > 0) await this.#tell(folded, folded.more)
    }
  }

  async #tell({ account, client }: Pick<Folded, 'account' | 'client'>, count: number): Promise<void> {
    const { owed, now, log } = this.#service
    const doer = {
      actor: { type: 'system', id: 'daybook', name: 'Daybook' },
      source: { type: 'user_action', name: 'Daybook pages', ...clientDetails(client) },
    } as const
    const details = { object: personObject(account), count, outcome: 'denied' } as const
    try {
      for (const trail of trailsOf(this.#service, account))
        await owed.recordOrOwe(trail, ownEvent('trail.sign_in_failed', doer, now(), details))
    } catch (error) {
      log.error({ stack: error instanceof Error ? error.stack : String(error) }, 'a failed sign-in could not be recorded')
    }
  }
}
