const forgottenMs = 60 * 60 * 1000
const maxNames = 50_000

/** How many attempts are free, and how long the wait after many more may grow. */
interface Limit {
  readonly free: number
  readonly longestMs: number
}

const limits = {
  /** One account from one address: somebody who mistypes, or tries. */
  pair: { free: 5, longestMs: 15 * 60_000 },
  /** One account from anywhere. Short, so that nobody can lock somebody else out for long. */
  account: { free: 20, longestMs: 60_000 },
  /** One address at any account: an office behind one address has many people. */
  address: { free: 50, longestMs: 15 * 60_000 },
  /** Codes after the right password. */
  code: { free: 5, longestMs: 15 * 60_000 },
} as const satisfies { readonly [kind: string]: Limit }

interface Tried {
  readonly attempts: number
  readonly lastMs: number
}

/**
 * Makes whoever guesses wait, twice as long each time. An attempt counts when it begins, so that many at once count as
 * many. Kept in memory: names are hashed by the caller or short, and forgotten after an hour of quiet.
 */
export class Throttle {
  readonly #now: () => number
  readonly #tried = new Map<string, Tried>()
  readonly #trusted = new Set<string>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Milliseconds to wait before the attempt may be made; 0 where it may, and counts. */
  attempt(account: string, address: string): number {
    const pair = `pair ${account} ${address}`
    const names: readonly (readonly [string, Limit])[] = [
      [pair, limits.pair],
      [`address ${address}`, limits.address],
      // Who signed in from this address before is not kept out by what others do elsewhere.
      ...(this.#trusted.has(pair) ? [] : ([[`account ${account}`, limits.account]] as const)),
    ]
    return this.#try(names)
  }

  /** The same for a code, once the password was right. */
  attemptCode(account: string): number {
    return this.#try([[`code ${account}`, limits.code]])
  }

  /** The attempt succeeded: this account and address begin anew, and the address is not blamed for it. */
  succeeded(account: string, address: string): void {
    const pair = `pair ${account} ${address}`
    this.#tried.delete(pair)
    if (this.#trusted.size >= maxNames) this.#trusted.clear()
    this.#trusted.add(pair)
    this.#takeBack(`address ${address}`)
    this.#takeBack(`account ${account}`)
  }

  /** The code was right. */
  forgetCode(account: string): void {
    this.#tried.delete(`code ${account}`)
  }

  #try(names: readonly (readonly [string, Limit])[]): number {
    const now = this.#now()
    const waits = names.map(([name, limit]) => waitOf(this.#of(name, now), limit) - now)
    const longest = Math.max(...waits)
    if (longest > 0) return longest
    for (const [name] of names) {
      const { attempts } = this.#of(name, now)
      this.#tried.delete(name)
      this.#tried.set(name, { attempts: attempts + 1, lastMs: now })
    }
    for (const [name] of this.#tried) {
      if (this.#tried.size <= maxNames) break
      this.#tried.delete(name)
    }
    return 0
  }

  #of(name: string, now: number): Tried {
    const tried = this.#tried.get(name)
    return tried && now - tried.lastMs < forgottenMs ? tried : { attempts: 0, lastMs: 0 }
  }

  #takeBack(name: string): void {
    const tried = this.#tried.get(name)
    if (tried) this.#tried.set(name, { ...tried, attempts: Math.max(0, tried.attempts - 1) })
  }
}

/** Until when to wait after the last attempt. */
const waitOf = ({ attempts, lastMs }: Tried, { free, longestMs }: Limit): number =>
  attempts < free ? 0 : lastMs + Math.min(longestMs, 1000 * 2 ** Math.min(30, attempts - free))
