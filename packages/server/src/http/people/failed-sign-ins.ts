import type { Account } from '../../people/account.ts'
import { ownEvent } from '../../trail/own-event.ts'
import type { Client } from '../frame/client-of.ts'
import type { Service } from '../frame/service.ts'
import { clientDetails, personObject, trailsOf } from './people-events.ts'

const periodMs = 60_000
/** So many of an account's in a period are events of their own: whoever is to be told of a few within minutes counts events. */
const mostAlone = 10
/** Whoever has the right password looks for the code within this time. */
const codeMs = 5 * 60_000
const withoutCode = 'The password was right, and no right code of the second factor followed'
const fromSeveral = 'From several addresses'

interface Folded {
  readonly account: Account
  readonly untilMs: number
  readonly alone: number
  readonly more: number
  /** Of those told together: undefined where they came from several addresses. */
  readonly client: Client | undefined
}

/** A right password that waits for its code. */
interface Waiting {
  readonly account: Account
  readonly client: Client
  readonly untilMs: number
  readonly times: number
}

/**
 * Tells the trails that an account reaches of failed sign-ins: ten in a minute each by itself and at once, the others of the
 * minute together, so that whoever guesses cannot drown the rest. Nothing here keeps the answer waiting: its time must tell nothing. A right password
 * without its code is one of them where no code follows from the same address within five minutes of the first.
 */
export class FailedSignIns {
  readonly #service: Pick<Service, 'people' | 'trails' | 'owed' | 'now' | 'log'>
  readonly #folded = new Map<string, Folded>()
  /** By account and address; only where a password was right, so that there are no more than accounts and their places. */
  readonly #waiting = new Map<string, Waiting>()

  constructor(service: Pick<Service, 'people' | 'trails' | 'owed' | 'now' | 'log'>) {
    this.#service = service
  }

  note(account: Account, client: Client): void {
    const known = this.#folded.get(account.id) ?? {
      account,
      untilMs: this.#service.now() + periodMs,
      alone: 0,
      more: 0,
      client,
    }
    if (known.alone === mostAlone) {
      const isSame = known.more === 0 || (known.client && placeOf(account, known.client) === placeOf(account, client))
      return void this.#folded.set(account.id, { ...known, client: isSame ? client : undefined, more: known.more + 1 })
    }
    this.#folded.set(account.id, { ...known, alone: known.alone + 1 })
    // After the answer, which must take as long as for an account that does not exist.
    setImmediate(() => void this.#tell(account, client, 1))
  }

  /** The password was right, and the code is asked for. */
  awaitCode(account: Account, client: Client): void {
    const place = placeOf(account, client)
    const { times, untilMs } = this.#waiting.get(place) ?? { times: 0, untilMs: this.#service.now() + codeMs }
    this.#waiting.set(place, { account, client, untilMs, times: times + 1 })
  }

  /** The code was right: nobody was refused. */
  codeCame(account: Account, client: Client): void {
    this.#waiting.delete(placeOf(account, client))
  }

  /** Tells what has come together; to be called now and then, and with `all` at the end. */
  async settle(which: 'due' | 'all' = 'due'): Promise<void> {
    for (const [id, folded] of this.#folded) {
      if (which === 'due' && folded.untilMs > this.#service.now()) continue
      this.#folded.delete(id)
      if (folded.more === 0) continue
      await this.#tell(folded.account, folded.client, folded.more, folded.client ? undefined : fromSeveral)
    }
    for (const [place, waiting] of this.#waiting) {
      if (which === 'due' && waiting.untilMs > this.#service.now()) continue
      this.#waiting.delete(place)
      await this.#tell(waiting.account, waiting.client, waiting.times, withoutCode)
    }
  }

  async #tell(account: Account, client: Client | undefined, count: number, reason?: string): Promise<void> {
    const { owed, now, log } = this.#service
    const doer = {
      actor: { type: 'system', id: 'daybook', name: 'Daybook' },
      source: { type: 'user_action', name: 'Daybook pages', ...clientDetails(client) },
    } as const
    const why = reason === undefined ? {} : { reason }
    const details = { object: personObject(account), count, outcome: 'denied', ...why } as const
    try {
      for (const trail of trailsOf(this.#service, account))
        await owed.recordOrOwe(trail, ownEvent('trail.sign_in_failed', doer, now(), details))
    } catch (error) {
      log.error({ stack: error instanceof Error ? error.stack : String(error) }, 'a failed sign-in could not be recorded')
    }
  }
}

const placeOf = ({ id }: Account, { address }: Client): string => `${id} ${address ?? ''}`
