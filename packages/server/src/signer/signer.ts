import { existsSync } from 'node:fs'
import {
  emptyRoot,
  formatCheckpoint,
  formatPolicy,
  signNote,
  toBase64,
  toBase64url,
  trailPolicy,
  verifyConsistency,
} from '@daybook/core'
import { nodeCrypto, type TreatmentSecrets } from '../crypto/node-crypto.ts'
import {
  type EpochFacts,
  hasSignedNothing,
  readMemory,
  type SignedMemory,
  type SignedTree,
  writeMemory,
} from './signed-memory.ts'
import { SignerFault } from './signer-fault.ts'
import { createTrailKeys, keysPath, makeKeysFolder, memoryPath, readTrailKeys, type TrailKeys } from './trail-keys.ts'

/** How the ledger stands to what was signed. Only the first two may go on; the others say in words how to repair. */
export type Comparison =
  | { readonly state: 'equal' }
  /** Recorded, but not signed yet: sign, and go on. */
  | { readonly state: 'ledger_ahead' }
  | { readonly state: 'ledger_behind' | 'differs' | 'memory_lost'; readonly detail: string }

export interface EpochRequest extends SignedTree {
  /** Why, in the words of the person who decided it; goes into the signed statement. */
  readonly reason: string
  readonly timeMs: number
}

/**
 * Makes the keys and the memory of a new trail. Refuses where either is left of an earlier one: a key is never made
 * twice. Exactly one process at a time may hold the keys folder (`lockFolder` serves for that as well).
 */
export const createSigner = async (folder: string, trail: string, origin: string): Promise<Signer> => {
  makeKeysFolder(folder)
  const path = memoryPath(folder, trail)
  // A memory of nothing is what a creation that was cut off leaves behind; every other one belongs to a key that is lost.
  const isLeftOver = existsSync(path) && !hasSignedNothing(path)
  if (existsSync(keysPath(folder, trail)) || isLeftOver)
    throw new SignerFault(
      'key_exists',
      `There are keys of a trail "${trail}" in ${folder} already. Open that trail, put its missing files back, or choose another name or keys folder.`,
    )
  writeMemory(path, origin, { last: { size: 0, root: emptyRoot(nodeCrypto) }, epochs: [] })
  createTrailKeys(folder, trail, origin)
  return openSigner(folder, trail)
}

/** Opens the signer of an existing trail. Throws `SignerFault` with instructions where its key is missing or damaged; a lost memory shows in `compare`. */
export const openSigner = async (folder: string, trail: string): Promise<Signer> => {
  const keys = readTrailKeys(folder, trail)
  const path = memoryPath(folder, trail)
  return new Signer(keys, path, readMemory(path, keys.origin))
}

/**
 * Signs the checkpoints of one trail, and only such as extend what it signed before: it remembers that in a file of its
 * own, written and synced before a signature leaves.
 *
 * Trust: who has the keys folder can sign anything; nobody outside can tell until an older checkpoint is compared.
 * Who has the data folder only cannot make this signer sign a ledger that was cut or rewritten below the last
 * checkpoint. Concurrency: one process; calls do not overlap.
 */
export class Signer {
  readonly #keys: TrailKeys
  readonly #path: string
  #memory: SignedMemory | undefined
  #lastTimeS = 0

  constructor(keys: TrailKeys, path: string, memory: SignedMemory | undefined) {
    this.#keys = keys
    this.#path = path
    this.#memory = memory
  }

  get origin(): string {
    return this.#keys.origin
  }

  /** The C2SP tlog-policy text to pin: the log key, and the clock that says when. */
  get policy(): string {
    return formatPolicy(trailPolicy(this.#keys.log.key, this.#keys.clock.key))
  }

  /** For `contentDigester`. */
  get contentKey(): Uint8Array {
    return this.#keys.contentKey
  }

  /** For `treatmentKeys`. */
  get treatment(): TreatmentSecrets {
    return this.#keys.treatment
  }

  /** What was signed last, size 0 for nothing yet; undefined where the memory is lost. */
  get last(): SignedTree | undefined {
    return this.#memory?.last
  }

  /** Every epoch opened so far. Each belongs on the trail as a `trail.epoch_opened` event. */
  get epochs(): readonly EpochFacts[] {
    return this.#memory?.epochs ?? []
  }

  /**
   * A checkpoint note of this tree with the time beside it. `proof` is the consistency proof from `last` (empty where
   * that has size 0 or the same size). Throws `SignerFault` for a tree that does not extend the last one.
   */
  async sign(size: number, root: Uint8Array, proof: readonly Uint8Array[], timeMs: number): Promise<string> {
    const memory = this.#memory
    if (memory === undefined) throw new SignerFault('memory_lost', this.#memoryLost())
    if (!extendsTree(memory.last, { size, root }, proof))
      throw new SignerFault(
        'not_consistent',
        `The ledger of ${size} entries does not extend the one of ${memory.last.size} that was signed for ${this.origin}. Nothing is signed; verify the trail before anything else.`,
      )
    if (size > memory.last.size) this.#remember({ ...memory, last: { size, root } })
    const { log, clock } = this.#keys
    this.#lastTimeS = Math.max(this.#lastTimeS, Math.floor(timeMs / 1000))
    return signNote(formatCheckpoint({ origin: this.origin, size, root }), [log, clock], nodeCrypto, this.#lastTimeS)
  }

  /** Compares the ledger with the memory, at each start. `rootAt` answers the root of its first so many entries. */
  async compare(size: number, rootAt: (size: number) => Promise<Uint8Array>): Promise<Comparison> {
    const last = this.last
    if (last === undefined) return { state: 'memory_lost', detail: this.#memoryLost() }
    if (size < last.size) return { state: 'ledger_behind', detail: this.#ledgerBehind(size, last.size) }
    if (Buffer.compare(await rootAt(last.size), last.root) !== 0) return { state: 'differs', detail: this.#differs(last.size) }
    return { state: size === last.size ? 'equal' : 'ledger_ahead' }
  }

  /**
   * Accepts a ledger that does not extend what was signed. Never by itself: a person decided it and says why. Signs a
   * statement of it, remembers it, and answers the facts for the `trail.epoch_opened` event that the caller records.
   * Whoever holds an older checkpoint will see that the ledger does not extend it, and finds the statement there.
   */
  async openEpoch({ size, root, reason, timeMs }: EpochRequest): Promise<EpochFacts> {
    const before = this.last
    const facts = {
      number: this.epochs.length + 1,
      ...(before && { before: { size: before.size, root: toBase64url(before.root) } }),
      after: { size, root: toBase64url(root) },
      reason,
      at: new Date(timeMs).toISOString(),
    }
    const statement = signNote(
      statementText(this.origin, facts.number, before, { size, root }, reason, facts.at),
      [this.#keys.log],
      nodeCrypto,
    )
    const epoch: EpochFacts = { ...facts, statement }
    this.#remember({ last: { size, root }, epochs: [...this.epochs, epoch] })
    return epoch
  }

  #remember(memory: SignedMemory): void {
    writeMemory(this.#path, this.origin, memory)
    this.#memory = memory
  }

  #memoryLost(): string {
    return `What was last signed for ${this.origin} is not known: ${this.#path} is missing or damaged. The trail takes no writes, since its ledger may have been cut. Put the file back from the newest backup of the keys folder; if there is none, verify the trail against a checkpoint that somebody else holds and open a new epoch: ${epochCommand}`
  }

  #ledgerBehind(size: number, signed: number): string {
    return `The ledger of ${this.origin} has ${size} entries, but ${signed} were signed: positions ${size} to ${signed - 1} are gone, as after a restored backup or a rolled-back machine. The trail takes no writes. Bring the newer data folder back; where it is lost, open a new epoch, which states the gap, and let the producers send those events again: ${epochCommand}`
  }

  #differs(size: number): string {
    return `The first ${size} entries of the ledger of ${this.origin} are not those that were signed: something before position ${size} was changed. The trail takes no writes. Verify it to learn where, and bring back a data folder that fits; or open a new epoch, which states the break: ${epochCommand}`
  }
}

const epochCommand = 'daybook trail epoch NAME --reason "what happened"'

/** Every tree extends the empty one, which RFC 9162 leaves to the caller. */
const extendsTree = (old: SignedTree, now: SignedTree, proof: readonly Uint8Array[]): boolean => {
  if (now.size === 0) return old.size === 0 && Buffer.compare(now.root, emptyRoot(nodeCrypto)) === 0
  return old.size === 0 || verifyConsistency({ old, new: now, proof }, nodeCrypto)
}

/** Its first line keeps it from ever being read as a checkpoint, whose first line is the origin. */
const statementText = (
  origin: string,
  number: number,
  before: SignedTree | undefined,
  after: SignedTree,
  reason: string,
  at: string,
): string => {
  const tree = (one: SignedTree | undefined): string => (one === undefined ? 'unknown' : `${one.size} ${toBase64(one.root)}`)
  const lines = ['daybook epoch v1', `origin ${origin}`, `epoch ${number}`, `before ${tree(before)}`, `after ${tree(after)}`]
  return `${[...lines, `at ${at}`, `reason ${JSON.stringify(reason)}`].join('\n')}\n`
}
