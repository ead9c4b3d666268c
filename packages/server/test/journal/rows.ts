import { hash } from 'node:crypto'
import { type DisclosedSlot, eventHash, recordText, type SealedLines } from '@daybook/core'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import type { AppendRow } from '../../src/journal/journal.ts'

/** The id of the n-th made-up event. */
export const idOf = (n: number): string => `019ab3f2-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

export const slotOf = (name: string, value: unknown): DisclosedSlot => {
  const disclosure = JSON.stringify([nodeCrypto.salt(), name, value])
  return { state: 'disclosed', name, digest: nodeCrypto.sha256Text(disclosure), disclosure }
}

/** A sealed event with a few slots, made without the sealer: a journal stores what it is given. */
export const rowOf = (
  n: number,
  { own = false, content = `event ${n}`, slots = [] as readonly DisclosedSlot[] } = {},
): AppendRow => {
  const core = slotOf('core', { action: own ? 'trail.exported' : 'order.approved', id: idOf(n) })
  const all = [core, ...slots, slotOf('reason', content)].sort((a, b) => (a.name < b.name ? -1 : 1))
  const contentDigest = hash('sha256', content, 'buffer').subarray(0, 16)
  return { id: idOf(n), contentDigest, own, sealed: linesOf(all) }
}

/** The slots as lines somewhere in a buffer, as a sealer leaves them. */
const linesOf = (slots: readonly DisclosedSlot[]): SealedLines => {
  const lines = Buffer.from(slots.map(({ disclosure }) => `${disclosure}\n`).join(''))
  const bytes = Buffer.concat([Buffer.from('before'), lines, Buffer.from('behind')])
  return { bytes, from: 6, to: 6 + lines.length, hash: eventHash(recordText(slots), nodeCrypto) }
}

export const rowsOf = (from: number, to: number, own: (n: number) => boolean = () => false): readonly AppendRow[] =>
  Array.from({ length: to - from }, (_, i) => rowOf(from + i, { own: own(from + i) }))

/** RFC 6962 section 2.1, word for word and slowly: what the stored tree is compared with. */
export const treeRoot = (leaves: readonly Buffer[]): Buffer => {
  const [first] = leaves
  if (first === undefined) return hash('sha256', '', 'buffer')
  if (leaves.length === 1) return first
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return hash('sha256', Buffer.concat([Buffer.of(1), treeRoot(leaves.slice(0, k)), treeRoot(leaves.slice(k))]), 'buffer')
}

export const leafOf = (row: AppendRow): Buffer => leafOfHash(row.sealed.hash)
export const leafOfHash = (eventHash: Uint8Array): Buffer => hash('sha256', Buffer.concat([Buffer.of(0, 1), eventHash]), 'buffer')
