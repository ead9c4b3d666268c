import type { widget } from '../messages/en/widget.ts'

export type ProblemCode = keyof typeof widget.problems

/** Why the history cannot be read: in a word for the page, the status of the answer (0 for none), and the server's sentence. */
export class HistoryProblem extends Error {
  override readonly name = 'HistoryProblem'
  readonly code: ProblemCode
  readonly status: number

  constructor(code: ProblemCode, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

export type Renew = (object: string) => Promise<string>

/** A token is renewed when no more than this is left of it. */
const nearlyOverMs = 30_000

/**
 * Reads from a trail with a short-lived token. A new one is asked for where there is none, before the old one runs out, and
 * once where the server does not take it or cannot be reached (browsers do not say which); never in a circle.
 */
export class TokenCalls {
  /** Asks the page for a token; undefined where the page has said no way to. */
  renew: (() => Promise<string>) | undefined
  #token = ''
  #goodUntilMs = 0

  get hasToken(): boolean {
    return this.#token !== ''
  }

  /** The token's own clock may differ from this one: it is taken to begin now. */
  take(token: string): void {
    this.#token = token
    this.#goodUntilMs = performance.now() + lifetimeMs(token) - nearlyOverMs
  }

  /** The JSON at an address. Throws `HistoryProblem`, and an `AbortError` where it was called off. */
  async get<T>(url: string, signal: AbortSignal): Promise<T> {
    let renews = !this.hasToken || performance.now() >= this.#goodUntilMs
    for (;;) {
      if (renews) await this.#renewed()
      const answer = await this.#send(url, signal)
      if (answer?.ok) return (await answer.json()) as T
      if (renews || !this.renew || (answer && answer.status !== 401)) throw await problemOf(answer)
      renews = true
    }
  }

  /** The answer; undefined where there was none, or none that this page may read. */
  async #send(url: string, signal: AbortSignal): Promise<Response | undefined> {
    try {
      const headers = { authorization: `Bearer ${this.#token}` }
      return await fetch(url, { headers, signal, credentials: 'omit' })
    } catch (error) {
      if (signal.aborted) throw error
      return undefined
    }
  }

  /** Where none comes, the old token is tried, and its answer told. One that was asked for another record comes too late. */
  async #renewed(): Promise<void> {
    const { renew } = this
    try {
      const token = await renew?.()
      if (token && renew === this.renew) this.take(token)
    } catch {
      // The page could not get one: the answer to the old one says enough.
    }
  }
}

const codes: { readonly [status: number]: ProblemCode } = { 401: 'expired', 403: 'forbidden', 404: 'not_found' }

async function problemOf(answer: Response | undefined): Promise<HistoryProblem> {
  const status = answer?.status ?? 0
  const said = await answer?.json().catch(() => undefined)
  const detail = typeof said?.detail === 'string' ? said.detail : ''
  return new HistoryProblem(codes[status] ?? 'failed', status, detail)
}

/** How long a token lives by what it says; for ever where it does not say. */
function lifetimeMs(token: string): number {
  try {
    const { iat, exp } = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')))
    return (exp - iat) * 1000 || Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
