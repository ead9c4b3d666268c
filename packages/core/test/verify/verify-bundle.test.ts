import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '../../src/crypto/noble.ts'
import { utf8Bytes, utf8Text } from '../../src/crypto/utf8.ts'
import type { SlotState } from '../../src/ledger/slot.ts'
import { verifyBundle } from '../../src/verify/verify-bundle.ts'
import { testCrypto } from '../ledger/test-crypto.ts'
import {
  buildBundle,
  checkpointAt,
  type Files,
  filesReader,
  origin,
  policy,
  pruned,
  sealTrail,
  type Trail,
  withSlot,
} from './build-bundle.ts'
import { goldenEvents, goldenTrail, manyEvents } from './golden-trail.ts'

const verify = (files: Files, kept = {}) => verifyBundle(filesReader(files), policy, testCrypto, kept)
const text = (files: Files, path: string): string => utf8Text(files.get(path) ?? new Uint8Array()) ?? ''
const edit = (files: Files, path: string, change: (text: string) => string): Files =>
  new Map(files).set(path, utf8Bytes(change(text(files, path))))
const lines = (files: Files, change: (lines: string[]) => string[]): Files =>
  edit(files, 'events.ndjson', (all) => `${change(all.trimEnd().split('\n')).join('\n')}\n`)
const codes = async (files: Files, kept = {}) => {
  const report = await verify(files, kept)
  return { verdict: report.verdict, codes: [...new Set(report.findings.map((finding) => finding.code))], report }
}

describe('verifying a bundle', () => {
  it('holds for an honest one, and says what is proven and what is not', async () => {
    const trail = goldenTrail()
    const report = await verify(await buildBundle(trail, { anchors: [4, 8] }))
    expect(report.findings).toEqual([])
    expect(report.verdict).toBe('holds')
    expect(report.counts).toMatchObject({ events: 9, pruned: 1, erased: 2, withheld: 1 })
    expect(report.closing).toBe(
      `It holds. This is every event of positions 0 to 8 as ${origin} signed for 9 events: nothing between them is missing, moved or changed.`,
    )
    expect(report.proven).toEqual([
      `${origin} signed for 9 events. clock cosigned at 2026-11-22 09:15:11 UTC.`,
      '9 events read; each is the one the log has at its position, and none between 0 and 9 is missing.',
      '2 erased values: each is named by an erasure on the same trail.',
      '1 removed event: each is named by a retention event on the same trail.',
      'It extends 2 older checkpoints, unchanged, as far as each of them reaches.',
    ])
    expect(report.notProven).toContain('What 1 withheld value say: they cannot have changed, and cannot be read here.')
  })

  it('holds with every implementation of the crypto port', async () => {
    expect((await verifyBundle(filesReader(await buildBundle(goldenTrail())), policy, nobleCrypto)).verdict).toBe('holds')
  })

  it.each([0, 1, 2, 255, 256, 257, 513])('holds for a log of %i events', async (count) => {
    const bundle = await buildBundle(
      sealTrail(manyEvents(count), () => false),
      { anchors: [0, 1, 256].filter((size) => size <= count) },
    )
    expect((await verify(bundle)).findings).toEqual([])
  })

  it('holds for a selection, and says that it cannot speak of the rest', async () => {
    const report = await verify(await buildBundle(goldenTrail(), { selection: [1, 3, 4, 6] }))
    expect(report.findings.filter(({ code }) => code !== 'erasure_unexcused')).toEqual([])
    expect(report.verdict).toBe('holds')
    expect(report.notProven).toContain('That no other event matches the query: a selection cannot show what it left out.')
  })
})

describe('a bundle that was tampered with', () => {
  const golden = () => buildBundle(goldenTrail(), { anchors: [4] })
  /** Rewrites one event of the trail and signs everything again with the real key. */
  const rewritten = (seq: number): Trail =>
    sealTrail(
      goldenEvents.map((event, i) => (i === seq ? { ...event, outcome: 'denied' as const } : event)),
      () => false,
    )

  it('names the position and slot of an edited value', async () => {
    const bundle = lines(await golden(), (all) => all.map((line) => line.replace('Pending Review', 'Rejected')))
    const { verdict, report } = await codes(bundle)
    expect(verdict).toBe('broken')
    expect(report.findings[0]).toMatchObject({ code: 'disclosure_altered', position: 0, slot: 'chg' })
    expect(report.closing).toMatch(/^It is broken\. Position 0: slot chg does not hash to its digest/)
  })

  it('names the position of an event sealed anew', async () => {
    const other = await buildBundle(rewritten(0))
    const replaced = text(other, 'events.ndjson').split('\n')[0] ?? ''
    const { report } = await codes(lines(await golden(), ([, ...rest]) => [replaced, ...rest]))
    expect(report.findings[0]).toMatchObject({ code: 'event_altered', position: 0 })
  })

  it('names a missing event, at any place', async () => {
    for (const gone of [0, 5, 8]) {
      const { report } = await codes(lines(await golden(), (all) => all.filter((_, i) => i !== gone)))
      expect(report.findings).toContainEqual(expect.objectContaining({ code: 'event_missing', position: gone, to: gone + 1 }))
    }
  })

  it('names events that changed places, numbered anew or not', async () => {
    const swap = ([a = '', b = '', ...rest]: string[]) => [b, a, ...rest]
    const plain = await buildBundle(sealTrail(goldenEvents, () => false))
    expect((await codes(lines(plain, swap))).codes).toContain('event_out_of_order')
    const renumbered = lines(plain, (all) => swap(all).map((line, i) => line.replace(/"seq":\d+/, `"seq":${i}`)))
    expect((await codes(renumbered)).report.findings[0]).toMatchObject({
      code: 'event_out_of_order',
      position: 0,
      detail: 'Position 0 holds the event that the log has at position 1.',
    })
  })

  it('sees an event given twice', async () => {
    expect((await codes(lines(await golden(), ([first = '', ...rest]) => [first, first, ...rest]))).codes).toContain(
      'event_out_of_order',
    )
  })

  it('sees a tail cut off, while the checkpoint stays', async () => {
    const { report } = await codes(lines(await golden(), (all) => all.slice(0, 6)))
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'event_missing', position: 6, to: 9 }))
    // What the cut-off control event excused has lost its excuse.
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'pruning_unexcused', position: 3 }))
  })

  it('sees a tree rebuilt without the key, from the checkpoint', async () => {
    const other = await buildBundle(rewritten(2))
    other.set('log/checkpoint', (await golden()).get('log/checkpoint') ?? new Uint8Array())
    expect((await codes(other)).codes).toContain('root_wrong')
  })

  it('sees a tree rebuilt and signed with the real key, from an older checkpoint or a receipt, and not without', async () => {
    const honest = sealTrail(goldenEvents, () => false)
    const anchors = [{ name: 'mine', text: await checkpointAt(honest, 4) }]
    const hash = Buffer.from(honest.sealed[2]?.hash ?? []).toString('base64url')
    const receipts = [{ name: 'answer', text: JSON.stringify({ results: [{ id: 'x', status: 'stored', seq: 2, hash }] }) }]
    const forged = await buildBundle(rewritten(2))
    expect((await codes(forged)).verdict).toBe('holds')
    expect((await codes(forged, { anchors })).report.findings[0]).toMatchObject({ code: 'anchor_inconsistent', to: 4 })
    expect((await codes(forged, { receipts })).report.findings[0]).toMatchObject({ code: 'receipt_unmet', position: 2 })
    // Newer than the older checkpoint: only the receipt can know.
    const late = await buildBundle(rewritten(5))
    expect((await codes(late, { anchors })).verdict).toBe('holds')
  })

  it('sees a tree cut below a seen size and signed again', async () => {
    const trail = goldenTrail()
    const anchors = [{ name: 'mine', text: await checkpointAt(trail, 9, 1_700_000_000) }]
    const { report } = await codes(await buildBundle(trail, { size: 8 }), { anchors })
    expect(report.findings[0]).toMatchObject({ code: 'log_behind', severity: 'broken', position: 8, to: 9 })
  })

  it('cannot tell when the other checkpoint was signed later than the bundle', async () => {
    const trail = goldenTrail()
    const anchors = [{ name: 'newer', text: await checkpointAt(trail, 9) }]
    expect((await codes(await buildBundle(trail, { size: 8 }), { anchors })).verdict).toBe('cannot_tell')
    // What a server gives is the log in use now, and no bundle of an earlier day.
    const now = await codes(await buildBundle(trail, { size: 8 }), { anchors, isCurrent: true })
    expect([now.verdict, now.codes]).toEqual(['broken', ['log_behind']])
  })

  it('takes no excuse but an erasure that names position and slot', async () => {
    const sealed = sealTrail(goldenEvents, () => false)
    const cases: [string, Trail][] = [
      ['no such event', withSlot(sealed, 2, 'reason', { state: 'erased', by: 77 })],
      ['an event that says nothing', withSlot(sealed, 2, 'reason', { state: 'erased', by: 8 })],
      ['another slot', withSlot(sealed, 2, 'actor', { state: 'erased', by: 4 })],
      ['another position', withSlot(sealed, 5, 'ctx', { state: 'erased', by: 4 })],
      ['a retention event', withSlot(sealed, 3, 'object', { state: 'erased', by: 6 })],
      [
        'an erasure that is itself withheld',
        withSlot(withSlot(sealed, 2, 'reason', { state: 'erased', by: 4 }), 4, 'core', { state: 'withheld' }),
      ],
    ]
    for (const [why, trail] of cases) {
      expect((await codes(await buildBundle(trail))).codes, why).toEqual(['erasure_unexcused'])
    }
    for (const by of [4, 7, 77]) {
      expect((await codes(await buildBundle(pruned(sealed, 3, by)))).codes).toEqual(['pruning_unexcused'])
    }
  })

  it('takes no excuse from an event that is not the trail’s own', async () => {
    const events = goldenEvents.map((event, i) =>
      i === 4 ? { ...event, action: 'order.approved', category: 'data' as const } : event,
    )
    const trail = withSlot(
      sealTrail(events, () => false),
      2,
      'reason',
      { state: 'erased', by: 4 },
    )
    expect((await codes(await buildBundle(trail))).codes).toEqual(['erasure_unexcused', 'statement_malformed'])
  })

  it.each([
    ['a member of another name', { more: 1 }],
    ['a part that is no ordinal', { part: 1.5 }],
    ['parts in words', { parts: '2' }],
    ['a slot name that no slot can have', { slots: ['rea son', 'reason'] }],
  ])('takes no excuse from a statement with %s', async (_, more) => {
    const events = goldenEvents.map((event, i) =>
      i === 4 ? ({ ...event, ledger: { ...event.ledger, ...more } } as typeof event) : event,
    )
    const trail = withSlot(
      sealTrail(events, () => false),
      2,
      'reason',
      { state: 'erased', by: 4 },
    )
    expect((await codes(await buildBundle(trail))).codes).toEqual(['erasure_unexcused', 'statement_malformed'])
  })

  it('cannot tell, and does not accuse the log, where what was kept is no evidence at all', async () => {
    const bundle = await buildBundle(goldenTrail())
    for (const kept of [
      { receipts: [{ name: 'shopping list', text: 'eggs' }] },
      { receipts: [{ name: 'no JSON', text: '{' }] },
      { anchors: [{ name: 'empty', text: '' }] },
    ]) {
      expect((await codes(bundle, kept)).verdict).toBe('cannot_tell')
    }
  })

  it('sees a removal under a legal hold, until the hold is released', async () => {
    const hold = (action: string) => ({ ...goldenEvents[7], action, ledger: { op: 'hold', ranges: [[2, 3]] } }) as never
    const events = (middle: string[]) =>
      [...goldenEvents.slice(0, 4), ...middle.map(hold), goldenEvents[4]] as typeof goldenEvents
    for (const [middle, expected] of [
      [['trail.hold_placed'], ['hold_broken']],
      [['trail.hold_placed', 'trail.hold_released'], []],
    ] as const) {
      const all = events([...middle])
      const trail = withSlot(
        sealTrail(all, () => false),
        2,
        'reason',
        { state: 'erased', by: all.length - 1 },
      )
      expect((await codes(await buildBundle(trail))).codes).toEqual(expected)
    }
  })

  it('refuses what the format does not write, though it hashes', async () => {
    const sealed = sealTrail(goldenEvents, () => false)
    const disguised = (disclosure: (d: string) => string, digest = true): Trail => {
      const change = (slot: SlotState): SlotState => {
        if (slot.name !== 'reason' || slot.state !== 'disclosed') return slot
        const changed = disclosure(slot.disclosure)
        return { ...slot, disclosure: changed, digest: digest ? testCrypto.sha256Text(changed) : slot.digest }
      }
      const events = sealed.events.map((event) =>
        event.state === 'present' && event.seq === 2 ? { ...event, slots: event.slots.map(change) } : event,
      )
      return { ...sealed, events }
    }
    const cases: [string, (d: string) => string][] = [
      ['whitespace', (d) => d.replace(',', ', ')],
      ['an escape that need not be', (d) => d.replace('customer', '\\u0063ustomer')],
      ['a short salt', (d) => d.replace(/^\["./, '["')],
      ['another name', (d) => d.replace('"reason",', '"ctx",')],
      ['a fourth item', (d) => `${d.slice(0, -1)},1]`],
      ['a member twice', (d) => d.replace('{', '{"reason":"x",')],
      ['minus zero', (d) => d.replace(/\{.*\}/, '{"reason":-0}')],
      ['a value that is no object', (d) => d.replace(/\{.*\}/, '"x"')],
      ['a number as no other writes it', (d) => d.replace(/\{.*\}/, '{"reason":1e3}')],
    ]
    for (const [why, change] of cases) {
      const { report } = await codes(await buildBundle(disguised(change)))
      expect(report.findings[0], why).toMatchObject({ code: 'disclosure_malformed', position: 2, slot: 'reason' })
    }
    expect((await codes(await buildBundle(disguised((d) => d.replace('twice', 'thrice'), false)))).codes[0]).toBe(
      'disclosure_altered',
    )
  })

  it('cannot tell without manifest or checkpoint, and is broken when any other file is missing', async () => {
    const whole = await golden()
    for (const path of whole.keys()) {
      const files = new Map(whole)
      files.delete(path)
      const { verdict } = await codes(files)
      const optional = path === 'policy.txt' || path.startsWith('anchors/')
      const essential = path === 'manifest.json' || path === 'log/checkpoint'
      expect(verdict, path).toBe(optional ? 'holds' : essential ? 'cannot_tell' : 'broken')
    }
  })

  it('is broken by files that look like its own and are not', async () => {
    for (const path of ['log/tile/0/001', 'log/tile/0/000.p/3', 'log/note', 'anchors/note.txt']) {
      expect((await codes(new Map(await golden()).set(path, utf8Bytes('x')))).verdict, path).toBe('broken')
    }
    const { verdict, report } = await codes(new Map(await golden()).set('.DS_Store', utf8Bytes('x')))
    expect(verdict).toBe('holds')
    expect(report.notProven).toContain('What is in 1 file that are no part of a bundle.')
  })
})

describe('any one byte of a bundle', () => {
  /** Most flips leave the notes as they are: each signature is checked once. */
  const signatures = new Map<string, boolean>()
  const remembering: typeof testCrypto = {
    ...testCrypto,
    verifyEd25519: (...parts) => {
      const name = parts.map((part) => Buffer.from(part).toString('base64')).join()
      const known = signatures.get(name) ?? testCrypto.verifyEd25519(...parts)
      signatures.set(name, known)
      return known
    },
  }

  const flipEach = async (files: Files, step = 1): Promise<string[]> => {
    const missed: string[] = []
    for (const [path, bytes] of files) {
      for (let at = bytes.length % step; at < bytes.length; at += step) {
        const changed = bytes.slice()
        changed[at] = (changed[at] ?? 0) ^ [0x01, 0x20, 0x80, 0x07, 0xff][at % 5]!
        const report = await verifyBundle(filesReader(new Map(files).set(path, changed)), policy, remembering)
        if (report.verdict === 'holds') missed.push(`${path} byte ${at}`)
      }
    }
    return missed
  }

  it('cannot change unnoticed: a whole log', async () => {
    expect(await flipEach(await buildBundle(goldenTrail(), { anchors: [4] }))).toEqual([])
  }, 300_000)

  it('cannot change unnoticed: a selection, its query aside', async () => {
    const files = await buildBundle(goldenTrail(), { selection: [1, 2, 4, 8] })
    const manifest = text(files, 'manifest.json')
    const missed = await flipEach(files, 4)
    expect(
      missed.filter((where) => !isWithin(where, manifest.indexOf('"query": ') + 9, manifest.indexOf(',\n  "range"'))),
    ).toEqual([])
  })
})

const isWithin = (where: string, from: number, to: number): boolean => {
  const at = Number(/^manifest.json byte (\d+)$/.exec(where)?.[1] ?? -1)
  return at >= from && at < to
}
