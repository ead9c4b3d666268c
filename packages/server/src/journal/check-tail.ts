import { eventHash, leafHash, recordText, TreeEdge } from '@daybook/core'
import { nodeCrypto } from '../crypto/node-crypto.ts'
import { JournalDamaged, JournalInDoubt, type JournalReader, type StoredEvent } from './journal.ts'

/** This many events at the end are hashed again when a journal is opened: what a crash or a lying disk would have hit. */
const tailEvents = 256

/**
 * Checks the end of a journal before anything is written to it: the last events against their hashes and ids, and the
 * last complete subtree of each level against what it covers. Throws `JournalInDoubt` naming the position.
 */
export const checkTail = async (journal: JournalReader): Promise<void> => {
  try {
    const { size } = await journal.size()
    const from = Math.max(0, size - tailEvents)
    const events = await journal.read({ from, to: size, limit: tailEvents, order: 'asc', which: 'all' })
    const hashes = await journal.hashes(from, size)
    for (const [i, event] of events.entries()) await checkEvent(journal, event, hashes.subarray(32 * i, 32 * i + 32))
    await checkSubtrees(journal, size)
  } catch (error) {
    if (error instanceof JournalDamaged) throw new JournalInDoubt(error.message, { cause: error })
    throw error
  }
}

const checkEvent = async (journal: JournalReader, event: StoredEvent, hash: Uint8Array): Promise<void> => {
  const computed =
    event.state === 'present' ? eventHash(recordText(event.slots), nodeCrypto) : Buffer.from(event.hash, 'base64url')
  if (Buffer.compare(computed, hash) !== 0)
    throw new JournalInDoubt(`Position ${event.seq} does not have the hash it was stored with.`)
  const id = event.state === 'present' ? idOf(event) : undefined
  if (id !== undefined && (await journal.find(id)) !== event.seq)
    throw new JournalInDoubt(`The id of position ${event.seq} is not in the list of ids at that position.`)
}

/** The event's id, where its core slot is still there. */
const idOf = (event: StoredEvent & { readonly state: 'present' }): string | undefined => {
  const core = event.slots.find((slot) => slot.name === 'core')
  if (core?.state !== 'disclosed') return undefined
  const [, , value] = JSON.parse(core.disclosure)
  return typeof value?.id === 'string' ? value.id : undefined
}

const checkSubtrees = async (journal: JournalReader, size: number): Promise<void> => {
  for (let level = 1; 256 ** level <= size; level++) {
    const last = Math.floor(size / 256 ** level) - 1
    const stored = await journal.subtrees(level, last, last + 1)
    if (Buffer.compare(stored, rootOfTile(await tileBelow(journal, level, last))) !== 0)
      throw new JournalInDoubt(
        `The stored tree does not fit positions ${last * 256 ** level} to ${(last + 1) * 256 ** level - 1}.`,
      )
  }
}

/** The 256 hashes one level down, as nodes of the tree. */
const tileBelow = async (journal: JournalReader, level: number, index: number): Promise<readonly Uint8Array[]> => {
  const [from, to] = [index * 256, (index + 1) * 256]
  const hashes = level === 1 ? await journal.hashes(from, to) : await journal.subtrees(level - 1, from, to)
  const each = Array.from({ length: 256 }, (_, i) => hashes.subarray(32 * i, 32 * i + 32))
  return level === 1 ? each.map((hash) => leafHash(hash, nodeCrypto)) : each
}

const rootOfTile = (nodes: readonly Uint8Array[]): Uint8Array => {
  const edge = TreeEdge.empty(nodeCrypto)
  for (const node of nodes) edge.push(node)
  return edge.root()
}
