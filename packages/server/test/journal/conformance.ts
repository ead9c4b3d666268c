import { rootOf, sealedSlots } from '@daybook/core'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import {
  type AppendOutcome,
  type AppendRow,
  type Journal,
  JournalInDoubt,
  type ReadRange,
  type StoredEvent,
} from '../../src/journal/journal.ts'
import { idOf, leafOf, leafOfHash, rowOf, rowsOf, slotOf, treeRoot } from './rows.ts'

/** One implementation under test. */
export interface Subject {
  /** A new, empty journal. */
  create(): Promise<Journal>
  /** The same journal, closed and opened again; absent where a journal does not outlast its process. */
  readonly reopen?: (journal: Journal) => Promise<Journal>
  cleanUp(): Promise<void>
}

const all = (to: number, changes: Partial<ReadRange> = {}): ReadRange => ({
  from: 0,
  to,
  limit: Number.MAX_SAFE_INTEGER,
  order: 'asc',
  which: 'all',
  ...changes,
})

const storedAs = (rows: readonly AppendRow[], from = 0): StoredEvent[] =>
  rows.map(({ own, sealed }, i) => ({ state: 'present', seq: from + i, own, slots: sealedSlots(sealed, nodeCrypto) }))

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const plain = (outcomes: readonly AppendOutcome[]): unknown[] =>
  outcomes.map((outcome) => ('hash' in outcome ? { ...outcome, hash: hex(outcome.hash) } : outcome))

/** What every journal does, whatever it stores things in. */
export const describeJournal = (name: string, subject: Subject): void => {
  const opened: Journal[] = []
  const create = async (): Promise<Journal> => {
    const journal = await subject.create()
    opened.push(journal)
    return journal
  }
  const filled = async (rows: readonly AppendRow[]): Promise<Journal> => {
    const journal = await create()
    await journal.append(rows)
    return journal
  }
  const reopened = async (journal: Journal, skip: (reason: string) => void): Promise<Journal> => {
    if (subject.reopen === undefined) {
      skip('not run: this journal lives in memory and does not outlast its process')
      return journal
    }
    const again = await subject.reopen(journal)
    opened.push(again)
    return again
  }

  describe(`a journal ${name}`, () => {
    afterEach(async () => {
      for (const journal of opened.splice(0)) await journal.close()
      await subject.cleanUp()
    })

    it('is empty at first', async () => {
      const journal = await create()
      expect(await journal.size()).toEqual({ size: 0, own: 0 })
      expect(await journal.read(all(10))).toEqual([])
      expect(await journal.find(idOf(0))).toBeUndefined()
      expect(await journal.hashes(0, 0)).toHaveLength(0)
      expect(await journal.subtrees(1, 0, 0)).toHaveLength(0)
      expect(await journal.checkpoint()).toBeUndefined()
      expect(await journal.document('catalogue')).toBeUndefined()
      expect(hex(await rootOf(0, journal, nodeCrypto))).toBe(hex(treeRoot([])))
    })

    it('stores nothing for an append of nothing', async () => {
      const journal = await create()
      expect(plain(await journal.append([]))).toEqual([])
      expect(await journal.size()).toEqual({ size: 0, own: 0 })
    })

    it('gives positions in order and returns every slot as it was stored', async () => {
      const rows = [
        rowOf(0, { slots: [slotOf('actor', { name: 'Maria Lopez' }), slotOf('chg/phone%20no', ['–', '𝕏', '\u2028'])] }),
        rowOf(1),
      ]
      const journal = await create()
      expect(plain(await journal.append(rows))).toEqual([
        { status: 'stored', seq: 0 },
        { status: 'stored', seq: 1 },
      ])
      expect(plain(await journal.append([rowOf(2)]))).toEqual([{ status: 'stored', seq: 2 }])
      expect(await journal.read(all(2))).toEqual(storedAs(rows))
      expect(await journal.find(idOf(2))).toBe(2)
      expect(await journal.find(idOf(3))).toBeUndefined()
      expect(await journal.find('no id at all')).toBeUndefined()
    })

    it.each([1, 63, 64, 65, 127, 128, 129, 255, 256, 257, 513])(
      'keeps %i events of one append, each readable by itself',
      async (count) => {
        const rows = rowsOf(0, count)
        const journal = await filled(rows)
        expect(await journal.size()).toEqual({ size: count, own: 0 })
        expect(await journal.read(all(count + 5))).toEqual(storedAs(rows))
        for (const seq of [0, 62, 63, 64, 65, count - 1].filter((at) => at < count)) {
          expect(await journal.read(all(seq + 1, { from: seq }))).toEqual(storedAs(rows.slice(seq, seq + 1), seq))
          expect(hex(await journal.hashes(seq, seq + 1))).toBe(hex(rows[seq]!.sealed.hash))
        }
      },
    )

    it.each([1, 2, 3, 255, 256, 257, 511, 512, 600])(
      'has the tree of RFC 6962 over %i events, however they were appended',
      async (count) => {
        const rows = rowsOf(0, count)
        const journal = await create()
        for (let at = 0; at < count; at += 100) await journal.append(rows.slice(at, at + 100))
        const leaves = rows.map(leafOf)
        expect(hex(await rootOf(count, journal, nodeCrypto))).toBe(hex(treeRoot(leaves)))
        expect(Buffer.from(await rootOf(Math.ceil(count / 2), journal, nodeCrypto))).toEqual(
          treeRoot(leaves.slice(0, Math.ceil(count / 2))),
        )
        const tiles = Math.floor(count / 256)
        const roots = Array.from({ length: tiles }, (_, i) => treeRoot(leaves.slice(i * 256, (i + 1) * 256)))
        expect(hex(await journal.subtrees(1, 0, tiles))).toBe(hex(Buffer.concat(roots)))
        await expect(journal.subtrees(1, 0, tiles + 1)).rejects.toThrow(RangeError)
      },
    )

    it('completes a subtree of 65,536 events with its last event and not before', async () => {
      const rows = rowsOf(0, 65_537)
      const journal = await create()
      for (let at = 0; at < 65_535; at += 5_000) await journal.append(rows.slice(at, Math.min(65_535, at + 5_000)))
      await expect(journal.subtrees(2, 0, 1)).rejects.toThrow(RangeError)
      expect(await journal.subtrees(1, 0, 255)).toHaveLength(255 * 32)
      const leaves = rows.map(leafOf)
      expect(hex(await rootOf(65_535, journal, nodeCrypto))).toBe(hex(treeRoot(leaves.slice(0, 65_535))))
      for (const size of [65_536, 65_537]) {
        await journal.append(rows.slice(size - 1, size))
        expect(hex(await journal.subtrees(2, 0, 1))).toBe(hex(treeRoot(leaves.slice(0, 65_536))))
        expect(hex(await rootOf(size, journal, nodeCrypto))).toBe(hex(treeRoot(leaves.slice(0, size))))
      }
    })

    it('answers a repeat with the first position and hash, in the same call and later', async () => {
      const [first, second] = [rowOf(0), rowOf(1)]
      const journal = await create()
      expect(plain(await journal.append([first, second, first]))).toEqual([
        { status: 'stored', seq: 0 },
        { status: 'stored', seq: 1 },
        { status: 'duplicate', seq: 0, hash: hex(first.sealed.hash) },
      ])
      expect(plain(await journal.append([second, rowOf(2), first]))).toEqual([
        { status: 'duplicate', seq: 1, hash: hex(second.sealed.hash) },
        { status: 'stored', seq: 2 },
        { status: 'duplicate', seq: 0, hash: hex(first.sealed.hash) },
      ])
      expect(await journal.size()).toEqual({ size: 3, own: 0 })
    })

    it('keeps the first of two contents under one id, in the same call and later', async () => {
      const [first, other] = [rowOf(0), rowOf(0, { content: 'something else' })]
      const journal = await create()
      expect(plain(await journal.append([first, other, rowOf(1)]))).toEqual([
        { status: 'stored', seq: 0 },
        { status: 'conflict', seq: 0, hash: hex(first.sealed.hash) },
        { status: 'stored', seq: 1 },
      ])
      expect(plain(await journal.append([other]))).toEqual([{ status: 'conflict', seq: 0, hash: hex(first.sealed.hash) }])
      expect(await journal.read(all(9))).toEqual(
        storedAs([first, rowOf(1)]).map((event, i) => (i === 0 ? event : expect.anything())),
      )
    })

    it('knows every id and the whole tree again after it was opened again', async ({ skip }) => {
      const rows = rowsOf(0, 700, (n) => n % 7 === 0)
      const journal = await reopened(await filled(rows), skip)
      expect(await journal.size()).toEqual({ size: 700, own: 100 })
      expect(plain(await journal.append([rows[3]!, rowOf(4, { content: 'other' }), rowOf(700)]))).toEqual([
        { status: 'duplicate', seq: 3, hash: hex(rows[3]!.sealed.hash) },
        { status: 'conflict', seq: 4, hash: hex(rows[4]!.sealed.hash) },
        { status: 'stored', seq: 700 },
      ])
      await journal.append(rowsOf(701, 800))
      expect(await journal.read(all(700))).toEqual(storedAs(rows))
      const hashes = Buffer.from(await journal.hashes(0, 800))
      const leaves = Array.from({ length: 800 }, (_, i) => leafOfHash(hashes.subarray(32 * i, 32 * i + 32)))
      expect(hex(await rootOf(800, journal, nodeCrypto))).toBe(hex(treeRoot(leaves)))
    })

    it('takes no event whose hash is not the hash of its slots', async () => {
      const journal = await filled([rowOf(0)])
      const good = rowOf(1)
      const bent = { ...good, sealed: { ...good.sealed, hash: rowOf(2).sealed.hash } }
      await expect(journal.append([rowOf(3), bent])).rejects.toThrow(JournalInDoubt)
      expect(await journal.size()).toEqual({ size: 1, own: 0 })
      expect(await journal.find(idOf(3))).toBeUndefined()
    })

    it.each([
      ['an id in capitals', { id: idOf(0xabc).toUpperCase() }],
      ['an id that is none', { id: 'x' }],
      ['a short digest', { contentDigest: new Uint8Array(15) }],
      ['no slots', { sealed: { bytes: new Uint8Array(8), from: 8, to: 8, hash: new Uint8Array(32) } }],
    ])('takes no row with %s, and goes on', async (_, wrong) => {
      const journal = await create()
      await expect(journal.append([rowOf(0), { ...rowOf(1), ...wrong }])).rejects.toThrow(TypeError)
      expect(await journal.size()).toEqual({ size: 0, own: 0 })
      expect(plain(await journal.append([rowOf(0)]))).toEqual([{ status: 'stored', seq: 0 }])
    })

    it('answers no hashes of positions that are not there', async () => {
      const journal = await filled(rowsOf(0, 10))
      for (const [from, to] of [
        [0, 11],
        [-1, 2],
        [3, 2],
        [0.5, 2],
        [10, 11],
      ] as const)
        await expect(journal.hashes(from, to)).rejects.toThrow(RangeError)
      expect(await journal.hashes(10, 10)).toHaveLength(0)
    })

    it('keeps an event of 256 slots and one of 250 KiB among small ones', async () => {
      const many = rowOf(1, { slots: Array.from({ length: 254 }, (_, i) => slotOf(`chg/f${i}`, [i])) })
      const large = rowOf(2, { slots: [slotOf('ctx', 'ä\n"\u007f'.repeat(30_000))] })
      const rows = [rowOf(0), many, large, large, rowOf(3)].filter((row, i, each) => each.indexOf(row) === i)
      const journal = await filled(rows)
      expect(await journal.read(all(9))).toEqual(storedAs(rows))
    })

    it('keeps the newest checkpoint, and older ones for whoever asks for a smaller tree', async () => {
      const journal = await filled(rowsOf(0, 200))
      await journal.saveCheckpoint(10, 'ten')
      await journal.saveCheckpoint(90, 'ninety')
      await journal.saveCheckpoint(200, 'two hundred')
      await journal.saveCheckpoint(200, 'two hundred, later')
      expect(await journal.checkpoint()).toBe('two hundred, later')
      expect(await journal.checkpoint(200)).toBe('two hundred, later')
      expect(await journal.checkpoint(199)).toBe('ninety')
      expect(await journal.checkpoint(90)).toBe('ninety')
      expect(await journal.checkpoint(89)).toBe('ten')
      expect(await journal.checkpoint(9)).toBeUndefined()
      await expect(journal.saveCheckpoint(201, 'beyond the end')).rejects.toThrow(RangeError)
      await expect(journal.saveCheckpoint(199, 'back')).rejects.toThrow(RangeError)
      expect(await journal.checkpoint()).toBe('two hundred, later')
    })

    it('keeps every checkpoint it can prove when it drops those beyond its end', async () => {
      const journal = await filled(rowsOf(0, 100))
      await journal.saveCheckpoint(10, 'ten')
      await journal.saveCheckpoint(100, 'a hundred')
      await journal.dropCheckpointsBeyondEnd()
      expect(await journal.checkpoint()).toBe('a hundred')
      expect(await journal.checkpoint(99)).toBe('ten')
    })

    it('keeps the newest text of each document', async ({ skip }) => {
      const journal = await create()
      await journal.saveDocument('catalogue/1', '{"objects":{}}')
      await journal.saveDocument('facts', 'first')
      await journal.saveDocument('facts', 'second – ✓')
      await journal.saveDocument('facts', 'second – ✓')
      expect(await journal.document('catalogue/1')).toBe('{"objects":{}}')
      expect(await journal.document('facts')).toBe('second – ✓')
      const again = await reopened(journal, skip)
      expect(await again.document('facts')).toBe('second – ✓')
      expect(await again.document('other')).toBeUndefined()
    })

    it('says that it is closed', async () => {
      const journal = await filled([rowOf(0)])
      await journal.close()
      await journal.close()
      await expect(journal.size()).rejects.toThrow()
      await expect(journal.append([rowOf(1)])).rejects.toThrow()
    })

    it('finds business events behind a long run of the trail’s own, both ways', async () => {
      const isOwn = (n: number): boolean => n >= 5 && n < 1_495
      const rows = rowsOf(0, 1_500, isOwn)
      const journal = await filled(rows)
      const seqs = async (range: ReadRange): Promise<number[]> => (await journal.read(range)).map(({ seq }) => seq)
      expect(await seqs(all(1_500, { which: 'business', limit: 7 }))).toEqual([0, 1, 2, 3, 4, 1_495, 1_496])
      expect(await seqs(all(1_500, { which: 'business', limit: 7, order: 'desc' }))).toEqual([
        1_499, 1_498, 1_497, 1_496, 1_495, 4, 3,
      ])
      expect(await seqs(all(1_500, { which: 'own', limit: 2, order: 'desc' }))).toEqual([1_494, 1_493])
    })

    it('behaves like a plain list', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
          const journal = await create()
          const list: AppendRow[] = []
          for (const one of steps)
            await (one.kind === 'append' ? appendBoth(journal, list, one.rows) : readBoth(journal, list, one.range))
        }),
        { numRuns: 60 },
      )
    })
  })
}

const row = fc.record({ n: fc.nat(150), own: fc.boolean(), content: fc.constantFrom('a', 'b') })
const range = fc.record({
  from: fc.integer({ min: -3, max: 170 }),
  to: fc.integer({ min: -3, max: 170 }),
  limit: fc.oneof(fc.nat(5), fc.nat(200)),
  order: fc.constantFrom('asc' as const, 'desc' as const),
  which: fc.constantFrom('business' as const, 'own' as const, 'all' as const),
})
const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), rows: fc.array(row, { maxLength: 90 }) }),
  fc.record({ kind: fc.constant('read' as const), range }),
)

const appendBoth = async (
  journal: Journal,
  list: AppendRow[],
  made: readonly { readonly n: number; readonly own: boolean; readonly content: string }[],
): Promise<void> => {
  const rows = made.map(({ n, own, content }) => rowOf(n, { own, content }))
  const expected = rows.map((row) => {
    const seq = list.findIndex(({ id }) => id === row.id)
    const first = list[seq]
    if (first === undefined) return { status: 'stored', seq: list.push(row) - 1 }
    const status = Buffer.compare(first.contentDigest, row.contentDigest) === 0 ? 'duplicate' : 'conflict'
    return { status, seq, hash: hex(first.sealed.hash) }
  })
  expect(plain(await journal.append(rows))).toEqual(expected)
  expect(await journal.size()).toEqual({ size: list.length, own: list.filter(({ own }) => own).length })
  expect(hex(await journal.hashes(0, list.length))).toBe(hex(Buffer.concat(list.map(({ sealed }) => sealed.hash))))
}

const readBoth = async (journal: Journal, list: readonly AppendRow[], range: ReadRange): Promise<void> => {
  const wanted = storedAs(list).filter(
    ({ seq, own }) => seq >= range.from && seq < range.to && (range.which === 'all' || own === (range.which === 'own')),
  )
  const ordered = range.order === 'asc' ? wanted : wanted.reverse()
  expect(await journal.read(range)).toEqual(ordered.slice(0, range.limit))
}
