import { describe, expect, it } from 'vitest'
import type { BundleEvent } from '../../src/ledger/bundle-line.ts'
import { leafHash } from '../../src/ledger/record.ts'
import { TreeEdge } from '../../src/ledger/tree-edge.ts'
import type { StoreReader } from '../../src/verify/store-reader.ts'
import { verifyStore } from '../../src/verify/verify-store.ts'
import { memoryHashes } from '../ledger/memory-hashes.ts'
import { testCrypto } from '../ledger/test-crypto.ts'
import { checkpointAt, policy, sealTrail, type Trail, withSlot } from './build-bundle.ts'
import { goldenEvents, goldenStored, goldenTrail, manyEvents } from './golden-trail.ts'

/** A store as its bytes lie: each part can be changed by itself, as somebody with the file could. */
interface Store {
  rows: BundleEvent[]
  hashes: Uint8Array[]
  /** Whose tree and checkpoints are stored. */
  tree: Uint8Array[]
  checkpoints: Map<number, string>
}

const storeOf = async (trail: Trail, sizes: readonly number[] = [trail.events.length]): Promise<Store> => ({
  rows: [...trail.events],
  hashes: trail.sealed.map(({ hash }) => hash),
  tree: trail.sealed.map(({ hash }) => hash),
  checkpoints: new Map(await Promise.all(sizes.map(async (size) => [size, await checkpointAt(trail, size)] as const))),
})

const readerOf = ({ rows, hashes, tree, checkpoints }: Store): StoreReader => ({
  size: async () => ({ size: hashes.length }),
  read: async ({ from, to, limit, which }) =>
    rows
      .filter(({ seq }) => seq >= from && seq < to)
      .filter(
        (row) =>
          which === 'all' ||
          (row.state === 'present' &&
            row.slots.some((slot) => slot.state === 'disclosed' && slot.disclosure.includes('"trail.'))),
      )
      .slice(0, limit),
  hashes: async (from, to) => new Uint8Array(Buffer.concat(hashes.slice(from, to))),
  subtrees: (level, from, to) => memoryHashes(tree).subtrees(level, from, to),
  checkpoint: async (atMost = Number.MAX_SAFE_INTEGER) => {
    const size = Math.max(...[...checkpoints.keys()].filter((one) => one <= atMost))
    return checkpoints.get(size)
  },
})

const verify = async (store: Store, kept = {}) => {
  const report = await verifyStore(readerOf(store), policy, testCrypto, kept)
  return { ...report, codes: [...new Set(report.findings.map(({ code }) => code))] }
}
const signedOf = (trail: Trail, size = trail.events.length) => {
  const edge = TreeEdge.empty(testCrypto)
  for (const { hash } of trail.sealed.slice(0, size)) edge.push(leafHash(hash, testCrypto))
  return { size, root: edge.root() }
}
const many = sealTrail(manyEvents(600), () => false)
const changed = (seq: number): Trail =>
  sealTrail(
    manyEvents(600).map((event, i) => (i === seq ? { ...event, reason: 'Something else' } : event)),
    () => false,
  )

describe('verifying a store', () => {
  it('holds for an honest one, with erased and pruned values', async () => {
    const golden = goldenStored()
    const report = await verify(await storeOf(golden), { signed: signedOf(golden) })
    expect(report.findings).toEqual([])
    expect(report.closing).toMatch(/^It holds\. 9 events are stored as they were recorded/)
    expect((await verify(await storeOf(many, [0, 1, 300, 600]))).verdict).toBe('holds')
  })

  it('says that the newest events are not signed for yet', async () => {
    const report = await verify(await storeOf(many, [590]))
    expect(report.verdict).toBe('holds')
    expect(report.notProven).toContain('The newest 10 events: no checkpoint covers them yet.')
  })

  it('names the position of an edited row', async () => {
    const store = await storeOf(many)
    const row = changed(300).events[300] as BundleEvent
    store.rows[300] = row
    expect((await verify(store)).findings[0]).toMatchObject({ code: 'event_altered', position: 300 })
    const text = JSON.parse(JSON.stringify(store.rows[299]).replace('Reason 299', 'Reason 298')) as BundleEvent
    store.rows[299] = text
    expect((await verify(store)).findings[0]).toMatchObject({ code: 'disclosure_altered', position: 299, slot: 'reason' })
  })

  it('names the position of a deleted row, with its hash or without', async () => {
    const store = await storeOf(many)
    store.rows.splice(17, 1)
    expect((await verify(store)).findings).toEqual([expect.objectContaining({ code: 'event_missing', position: 17, to: 18 })])
    const { hashes } = store
    const reader = readerOf(store)
    const holed: StoreReader = {
      ...reader,
      hashes: async (from, to) => new Uint8Array(Buffer.concat(hashes.slice(from, to).filter((_, i) => from + i !== 17))),
    }
    expect((await verifyStore(holed, policy, testCrypto)).findings).toContainEqual(
      expect.objectContaining({ code: 'event_missing', position: 17 }),
    )
  })

  it('names rows that changed places', async () => {
    const store = await storeOf(many)
    const [a, b] = [store.rows[40], store.rows[41]] as [BundleEvent, BundleEvent]
    store.rows[40] = { ...b, seq: 40 }
    store.rows[41] = { ...a, seq: 41 }
    expect((await verify(store)).findings.map(({ detail }) => detail)).toEqual([
      'Position 40 holds the event of position 41.',
      'Position 41 holds the event of position 40.',
    ])
  })

  it('names the positions of a cut tail, from the checkpoint and from the signer', async () => {
    const cut = async (sizes: number[]) => {
      const store = await storeOf(many, sizes)
      store.rows.length = 580
      store.hashes.length = 580
      return store
    }
    expect((await verify(await cut([600]))).findings).toContainEqual(
      expect.objectContaining({ code: 'log_behind', position: 580, to: 600 }),
    )
    // The checkpoints were cut back too, as in a restored backup: the signer still knows.
    const restored = await cut([580])
    const alone = await verify(restored)
    expect(alone.verdict).toBe('holds')
    expect(alone.notProven.join()).toContain('nothing was cut off the end')
    expect((await verify(await storeOf(many), { signed: signedOf(many) })).notProven.join()).not.toContain('cut off the end')
    expect((await verify(restored, { signed: signedOf(many) })).findings[0]).toMatchObject({
      code: 'log_behind',
      position: 580,
      to: 600,
    })
  })

  it('takes no older clock as an excuse for what a later checkpoint saw: a store is the one in use', async () => {
    const cut = { ...(await storeOf(many, [580])) }
    cut.rows.length = 580
    cut.hashes.length = 580
    const anchors = [{ name: 'mine', text: await checkpointAt(many, 590) }]
    expect((await verify(cut, { anchors })).findings).toEqual([
      expect.objectContaining({ code: 'log_behind', severity: 'broken', position: 580, to: 590 }),
    ])
  })

  it('names the positions of the subtree when row and hash were changed together', async () => {
    const store = await storeOf(many)
    const forged = changed(300)
    store.rows[300] = forged.events[300] as BundleEvent
    store.hashes[300] = forged.sealed[300]?.hash as Uint8Array
    const { findings } = await verify(store)
    expect(findings[0]).toMatchObject({ code: 'tile_altered', position: 256, to: 512 })
    expect(findings[1]).toMatchObject({ code: 'root_wrong' })
  })

  it('narrows a rebuilt tree to what lies between two checkpoints', async () => {
    const forged = changed(300)
    const store = { ...(await storeOf(forged)), checkpoints: (await storeOf(many, [0, 100, 290, 310, 400, 600])).checkpoints }
    expect((await verify(store)).findings[0]).toMatchObject({ code: 'root_wrong', position: 290, to: 310 })
  })

  it('sees a tree rebuilt and signed again only through the signer or something kept outside', async () => {
    const store = await storeOf(changed(300), [600])
    expect((await verify(store)).verdict).toBe('holds')
    expect((await verify(store, { signed: signedOf(many) })).codes).toEqual(['signer_differs'])
    const anchors = [{ name: 'mine', text: await checkpointAt(many, 400) }]
    expect((await verify(store, { anchors })).codes).toEqual(['anchor_inconsistent'])
    expect((await verify(store, { anchors: [{ name: 'mine', text: await checkpointAt(many, 299) }] })).verdict).toBe('holds')
    const two = [...anchors, { name: 'older', text: await checkpointAt(many, 299) }]
    expect((await verify(store, { anchors: two })).findings).toEqual([
      expect.objectContaining({ code: 'anchor_inconsistent', position: 299, to: 400, file: 'mine' }),
    ])
    const hash = Buffer.from(many.sealed[300]?.hash ?? []).toString('base64url')
    const receipts = [{ name: 'answer', text: JSON.stringify({ results: [{ seq: 300, hash }] }) }]
    expect((await verify(store, { receipts })).findings[0]).toMatchObject({ code: 'receipt_unmet', position: 300 })
  })

  it('sees a value removed without its event', async () => {
    const store = await storeOf(
      withSlot(
        sealTrail(goldenEvents, () => false),
        5,
        'ctx',
        { state: 'erased', by: 4 },
      ),
    )
    expect((await verify(store)).findings).toEqual([
      expect.objectContaining({ code: 'erasure_unexcused', position: 5, slot: 'ctx' }),
    ])
  })

  it('sees a value that is withheld in the store itself, where nothing may be', async () => {
    expect((await verify(await storeOf(goldenTrail()))).findings).toEqual([
      expect.objectContaining({ code: 'erasure_unexcused', position: 1, slot: 'actor' }),
    ])
  })

  it('sees an event that is filed as one of the trail’s own and is none, or the other way round', async () => {
    const store = await storeOf(goldenStored())
    const isOwn = [4, 6, 7]
    const filed = (own: readonly number[], listed: readonly number[]) => {
      const rows = store.rows.map((row) => ({ ...row, own: own.includes(row.seq) }))
      const reader = readerOf({ ...store, rows })
      const read: StoreReader['read'] = (range) =>
        range.which === 'all'
          ? reader.read(range)
          : Promise.resolve(rows.filter(({ seq }) => listed.includes(seq) && seq >= range.from))
      return verifyStore({ ...reader, read }, policy, testCrypto)
    }
    expect((await filed(isOwn, isOwn)).verdict).toBe('holds')
    for (const hidden of [await filed([...isOwn, 5], [...isOwn, 5]), await filed(isOwn, [...isOwn, 5])])
      expect(hidden.findings).toEqual([expect.objectContaining({ code: 'event_altered', position: 5 })])
    expect((await filed([4, 6], [4, 6])).findings).toContainEqual(expect.objectContaining({ code: 'event_altered', position: 7 }))
  })

  it('names the place of a removed event also where the tree was rebuilt, from the older checkpoints of the store', async () => {
    const shorter = sealTrail(
      manyEvents(600).filter((_, i) => i !== 300),
      () => false,
    )
    const store = await storeOf(shorter)
    store.checkpoints = (await storeOf(many, [290, 310, 400, 600])).checkpoints
    expect((await verify(store)).findings).toEqual([
      expect.objectContaining({ code: 'root_wrong', position: 290, to: 310 }),
      expect.objectContaining({ code: 'log_behind', position: 599, to: 600, detail: expect.stringContaining('599 is gone') }),
    ])
  })

  it('sees a log signed again by older checkpoints that were forgotten in the store', async () => {
    const store = await storeOf(changed(300), [600])
    store.checkpoints.set(400, await checkpointAt(many, 400))
    expect((await verify(store)).findings).toEqual([expect.objectContaining({ code: 'root_wrong', position: 0, to: 400 })])
  })

  it('holds an older checkpoint against a store that has lost its own', async () => {
    const store = { ...(await storeOf(many)), checkpoints: new Map() }
    const anchors = [{ name: 'mine', text: await checkpointAt(many, 400) }]
    expect((await verify(store, { anchors })).codes).toEqual(['checkpoint_missing'])
    const forged = { ...(await storeOf(changed(300))), checkpoints: new Map() }
    expect((await verify(forged, { anchors })).findings[0]).toMatchObject({
      code: 'anchor_inconsistent',
      detail: expect.stringMatching(/^The log is not the one that mine saw/),
    })
  })

  it('goes on past rows and hashes that cannot be read, naming each', async () => {
    const reader = readerOf(await storeOf(many))
    const damaged: StoreReader = {
      ...reader,
      read: async (range) => {
        if (range.which === 'all' && range.from <= 33 && 33 < range.to) throw new Error('database disk image is malformed')
        return reader.read(range)
      },
    }
    const { findings } = await verifyStore(damaged, policy, testCrypto)
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'unreadable',
        position: 33,
        to: 34,
        detail: 'Position 33 cannot be read: the store says "database disk image is malformed"',
      }),
    ])
  })

  it('cannot tell without a checkpoint, and refuses one that is not signed', async () => {
    const store = await storeOf(many)
    expect((await verify({ ...store, checkpoints: new Map() })).verdict).toBe('cannot_tell')
    const unsigned = new Map([[600, (store.checkpoints.get(600) ?? '').replace('\n600\n', '\n601\n')]])
    expect((await verify({ ...store, checkpoints: unsigned })).codes).toEqual(['checkpoint_not_signed'])
  })
})
