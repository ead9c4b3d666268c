import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { HttpProblem } from '../problem/http-problem.ts'

/** A password as it is kept: scrypt (RFC 7914) with the parameters it was made with, so that they can be raised later. */
export interface StoredPassword {
  readonly log2n: number
  readonly r: number
  readonly p: number
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

const [r, p] = [8, 1]
const hashBytes = 32
/** 128 MiB and a good part of a second each, so that sign-ins cannot take the server's memory and processors. */
const atOnce = 2
const maxWaiting = 32

/**
 * Makes and checks password hashes, a few at once; the others wait their turn, and beyond that are told to come back
 * (`too_busy`). Checking takes the same work whether there is an account or not.
 */
export class PasswordHasher {
  /** OWASP's first choice is 17. */
  readonly #log2n: number
  readonly #nobody: StoredPassword
  readonly #waiting: (() => void)[] = []
  #working = 0

  constructor(log2n = 17) {
    this.#log2n = log2n
    this.#nobody = { log2n, r, p, salt: randomBytes(16), hash: randomBytes(hashBytes) }
  }

  async make(password: string): Promise<StoredPassword> {
    const made = { log2n: this.#log2n, r, p, salt: randomBytes(16) }
    return { ...made, hash: await this.#derive(password, made) }
  }

  /** False also where there is nothing to compare with. */
  async fits(password: string, stored: StoredPassword | undefined): Promise<boolean> {
    const against = stored ?? this.#nobody
    const hash = await this.#derive(password, against)
    return timingSafeEqual(hash, against.hash) && stored !== undefined
  }

  /** True for a hash that was made with less work than is done now. */
  isWeak({ log2n }: StoredPassword): boolean {
    return log2n < this.#log2n
  }

  async #derive(password: string, { log2n, r, p, salt }: Omit<StoredPassword, 'hash'>): Promise<Uint8Array> {
    await this.#turn()
    try {
      const N = 2 ** log2n
      return await scryptOf(password.normalize('NFKC'), salt, { N, r, p, maxmem: 128 * N * r + 32 * 1024 * 1024 })
    } finally {
      this.#working--
      this.#waiting.shift()?.()
    }
  }

  async #turn(): Promise<void> {
    if (this.#working >= atOnce) {
      if (this.#waiting.length >= maxWaiting)
        throw new HttpProblem('too_busy', 'Many people sign in at this moment; try again in a few seconds.', {
          headers: { 'Retry-After': '5' },
        })
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#working++
  }
}

const scryptOf = (password: string, salt: Uint8Array, options: ScryptOptions): Promise<Uint8Array> =>
  new Promise((resolve, reject) =>
    scrypt(password, salt, hashBytes, options, (error, hash) => (error ? reject(error) : resolve(hash))),
  )
