import { consistencyProof, type Hashing, type HashReader, inclusionProof, type KnownRoots, rootOf, toBase64 } from '@daybook/core'
import type { SeenCheckpoint } from './append-call.ts'

/** Why a caller's view of the trail does not fit ours. One of the two is wrong, and the caller should raise an alarm. */
type Inconsistency = { readonly failed: 'ahead' | 'other_root'; readonly detail: string }

/** What an answer says to a caller who said what it last saw: a proof that it is still there, or that it is not. */
export type Consistency = readonly string[] | Inconsistency

/** Consistency and inclusion proofs over stored hashes, for answers to appends. */
export class Receipts {
  readonly #reader: HashReader
  readonly #hashing: Hashing
  /** The last few answers: every producer of a trail has seen one of a few checkpoints. */
  readonly #known = new Map<string, Consistency>()

  constructor(reader: HashReader, hashing: Hashing) {
    this.#reader = reader
    this.#hashing = hashing
  }

  /** Base64 hashes of the consistency proof from what was seen to the checkpoint of `size` entries (RFC 6962 section 2.1.2). */
  async consistency(seen: SeenCheckpoint, size: number): Promise<Consistency> {
    const name = `${seen.size} ${seen.root} ${size}`
    const known = this.#known.get(name)
    if (known) return known
    if (this.#known.size >= 64) this.#known.clear()
    const answer = await this.#compare(seen, size)
    this.#known.set(name, answer)
    return answer
  }

  async #compare(seen: SeenCheckpoint, size: number): Promise<Consistency> {
    if (seen.size > size) {
      const detail = `You saw a checkpoint of ${seen.size} events; this server's newest covers ${size}. The trail was cut back, or you asked another one.`
      return { failed: 'ahead', detail }
    }
    if (toBase64(await rootOf(seen.size, this.#reader, this.#hashing)) !== seen.root) {
      const detail = `The first ${seen.size} events of this server's trail do not have the root you saw. One of the two was altered.`
      return { failed: 'other_root', detail }
    }
    const hashes = await consistencyProof(seen.size, size, this.#reader, this.#hashing)
    return hashes.map(toBase64)
  }

  /** `known` is shared by the proofs of one answer: without it a batch of a thousand would read the whole tree a thousand times. */
  inclusion(seq: number, size: number, known: KnownRoots): Promise<readonly Uint8Array[]> {
    return inclusionProof(seq, size, this.#reader, this.#hashing, known)
  }
}
