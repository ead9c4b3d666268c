import {
  type Checkpoint,
  entryBundle,
  eventHash,
  isMalformed,
  leafHash,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseTlogProof,
  recordText,
  type SlotState,
  TreeEdge,
  toBase64,
  toBase64url,
  verifyConsistency,
  verifyEvent,
} from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent, orderEvents } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
})
afterAll(() => server.remove())

const known = <T>(value: T): Exclude<T, import('@daybook/core').Malformed> => {
  if (isMalformed(value)) throw new Error(value.why)
  return value as Exclude<T, import('@daybook/core').Malformed>
}
const policy = () => known(parsePolicy(trail.policy, nobleCrypto))
const readNote = (note: string): Checkpoint => known(parseCheckpoint(known(parseNote(note)).text))
const append = (body: unknown, query = '', headers = {}) =>
  server.post(`${trail.path}/events${query}`, body, trail.writer, { headers })
const seenHeader = ({ size, root }: Checkpoint) => ({ 'daybook-checkpoint': `${size} ${toBase64(root)}` })

describe('a proof', () => {
  it('verifies with the policy alone, by code that shares nothing with what made it', async () => {
    const event = orderEvent(1)
    await append(event)
    const { status, json } = await server.get(`${trail.path}/events/${event.id}/proof`, trail.reader)
    expect(status).toBe(200)
    const report = verifyEvent({ slots: json.slots as SlotState[], seq: json.seq, proof: json.proof }, policy(), nobleCrypto)
    expect(report.verdict).toBe('holds')
    expect(toBase64url(eventHash(recordText(json.slots), nobleCrypto))).toBe(json.hash)
  })

  it('does not verify for another value, or under the policy of another trail', async () => {
    const event = orderEvent(2)
    await append(event)
    const { json } = await server.get(`${trail.path}/events/${event.id}/proof`, trail.reader)
    const slots = (json.slots as SlotState[]).map((slot) =>
      slot.state === 'disclosed' ? { ...slot, disclosure: slot.disclosure.replace('Sam', 'Tom').replace('Ines', 'Anna') } : slot,
    )
    expect(verifyEvent({ slots, seq: json.seq, proof: json.proof }, policy(), nobleCrypto).verdict).toBe('broken')
    const other = await server.trail('elsewhere')
    const foreign = known(parsePolicy(other.policy, nobleCrypto))
    expect(verifyEvent({ slots: json.slots, seq: json.seq, proof: json.proof }, foreign, nobleCrypto).verdict).not.toBe('holds')
  })

  it('comes with the answer under ?wait=checkpoint, for repeats too', async () => {
    const events = orderEvents(3)
    const stored = await append(events, '?wait=checkpoint')
    const again = await append(events, '?wait=checkpoint')
    for (const { json } of [stored, again]) {
      const { size } = readNote(json.checkpoint)
      for (const { seq, hash, proof } of json.results) {
        expect(seq).toBeLessThan(size)
        const parsed = known(parseTlogProof(proof))
        expect(parsed.index).toBe(seq)
        expect(toBase64url(eventHash(parsed.record ?? '', nobleCrypto))).toBe(hash)
      }
    }
    expect(again.json.duplicates).toBe(3)
  })
})

describe('checkpoints', () => {
  it('grow with the trail, and each is consistent with every one before it', async () => {
    const seen: Checkpoint[] = []
    for (let round = 0; round < 6; round++) {
      const old = seen.at(-1)
      const { json } = await append(orderEvents(1 + round * 37), '?wait=checkpoint', old ? seenHeader(old) : {})
      const now = readNote(json.checkpoint)
      if (old) {
        expect(now.size).toBeGreaterThan(old.size)
        const proof = json.consistency.map((hash: string) => new Uint8Array(Buffer.from(hash, 'base64')))
        expect(verifyConsistency({ old, new: now, proof }, nobleCrypto)).toBe(true)
      }
      seen.push(now)
    }
    await server.restart()
    const first = seen[0]
    if (!first) throw new Error('no checkpoint')
    const { json } = await append(orderEvent(9), '', seenHeader(first))
    const proof = json.consistency.map((hash: string) => new Uint8Array(Buffer.from(hash, 'base64')))
    expect(verifyConsistency({ old: first, new: readNote(json.checkpoint), proof }, nobleCrypto)).toBe(true)
  })

  it('are signed by themselves within seconds of an event', async () => {
    const { json } = await append(orderEvent(1))
    const { seq } = json.results[0]
    await expect
      .poll(async () => readNote((await server.get(`${trail.path}/log/checkpoint`, trail.reader)).text).size)
      .toBeGreaterThan(seq)
  })

  it('tell a caller who saw more, or something else, and put it on the trail once', async () => {
    const { json } = await append(orderEvent(1), '?wait=checkpoint')
    const now = readNote(json.checkpoint)
    const other = { ...now, root: new Uint8Array(32).fill(7) }
    const disputes = async () =>
      (await server.get(`${trail.path}/events?category=trail&limit=1000`)).json.data.filter(
        (e: { action: string }) => e.action === 'trail.checkpoint_disputed',
      ).length
    const before = await disputes()
    for (const _ of [1, 2]) {
      const ahead = await append(orderEvent(2), '', seenHeader({ ...now, size: now.size + 1000 }))
      expect(ahead.status).toBe(200)
      expect(ahead.json.consistency).toMatchObject({ failed: 'ahead' })
      expect((await append(orderEvent(3), '', seenHeader(other))).json.consistency).toMatchObject({ failed: 'other_root' })
    }
    expect(await disputes()).toBe(before + 2)
  })

  it.each(['12', '-1 AAAA', '1 not-base64', `01 ${'A'.repeat(43)}=`, `99999999999999999999 ${'A'.repeat(43)}=`])(
    'are not asked for with %o',
    async (header) => {
      const { status, json } = await append(orderEvent(1), '', { 'daybook-checkpoint': header })
      expect([status, json.code]).toEqual([400, 'bad_parameter'])
    },
  )
})

describe('tiles', () => {
  const tile = async (path: string) => {
    const answer = await fetch(`${server.url}${trail.path}/log/${path}`, { headers: { authorization: `Bearer ${trail.reader}` } })
    return {
      status: answer.status,
      cache: answer.headers.get('cache-control'),
      bytes: new Uint8Array(await answer.arrayBuffer()),
    }
  }

  it('equal what is computed from the answers to appends, at every width', async () => {
    const fresh = await server.trail('tiles')
    const hashes: Uint8Array[] = []
    const own = async () => (await server.get(`${fresh.path}/events?category=all&order=recorded&limit=1000`)).json.data
    for (const event of await own()) hashes[event.seq] = Buffer.from(event.hash, 'base64url')
    const { json } = await server.post(`${fresh.path}/events?wait=checkpoint`, orderEvents(600), fresh.writer)
    for (const { seq, hash } of json.results) hashes[seq] = Buffer.from(hash, 'base64url')
    const now = readNote(json.checkpoint)
    expect(now.size).toBe(hashes.length)
    const get = async (path: string) => {
      const answer = await fetch(`${server.url}${fresh.path}/log/${path}`, {
        headers: { authorization: `Bearer ${fresh.reader}` },
      })
      return {
        status: answer.status,
        cache: answer.headers.get('cache-control') ?? '',
        bytes: new Uint8Array(await answer.arrayBuffer()),
      }
    }
    const leaves = (from: number, to: number) => Buffer.concat(hashes.slice(from, to).map((hash) => leafHash(hash, nobleCrypto)))
    const full = await get('tile/0/001')
    expect(Buffer.from(full.bytes)).toEqual(leaves(256, 512))
    expect(full.cache).toContain('immutable')
    for (const width of [1, 7, now.size - 512]) {
      const partial = await get(`tile/0/002.p/${width}`)
      expect(Buffer.from(partial.bytes)).toEqual(leaves(512, 512 + width))
      expect(partial.cache).not.toContain('immutable')
    }
    expect((await get(`tile/0/002.p/${now.size - 512 + 1}`)).status).toBe(404)
    expect((await get('tile/0/002')).status).toBe(404)
    const edge = TreeEdge.empty(nobleCrypto)
    const full256: Uint8Array[] = []
    for (const hash of hashes) edge.push(leafHash(hash, nobleCrypto), ({ root }) => full256.push(root))
    expect(Buffer.from((await get('tile/1/000.p/2')).bytes)).toEqual(Buffer.concat(full256))
    expect(toBase64(edge.root())).toBe(toBase64(now.root))
    expect(Buffer.from((await get('tile/entries/000')).bytes)).toEqual(
      Buffer.from(entryBundle(Buffer.concat(hashes.slice(0, 256)))),
    )
  })

  it.each([
    'tile/0/0',
    'tile/0/x000/001',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/entries',
    'tile/data/000',
    'tile/0/999',
  ])('are not at %s', async (path) => {
    expect((await tile(path)).status).toBe(404)
  })
})
