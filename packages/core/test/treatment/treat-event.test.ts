import { describe, expect, it } from 'vitest'
import type { FieldDeclaration } from '../../src/catalogue/catalogue.ts'
import type { TreatmentKeys } from '../../src/crypto/ports.ts'
import type { Change, EventInput, Json } from '../../src/event/event.ts'
import { treatEvent } from '../../src/treatment/treat-event.ts'
import { base62, chance } from './random.ts'

const c = chance(3)
const token = `ghp_${c.chars(36, base62)}`

const fields: Readonly<Record<string, FieldDeclaration>> = {
  cardNumber: { treatment: 'omit' },
  phone: { treatment: 'mask', keep: 3 },
  nickname: { treatment: 'mask' },
  long: { treatment: 'mask', keep: 60 },
  taxNumber: { treatment: 'tokenize' },
  iban: { treatment: 'encrypt', readers: ['finance'] },
  password: { justification: 'kept in the clear on purpose' },
}
const catalogue = { field: (type: string, field: string) => (type === 'order' ? fields[field] : undefined) }

/** Equal texts, equal tokens; each encryption another text, as with a fresh iv. */
let encryptions = 0
const keys: TreatmentKeys = {
  token: (text) =>
    `tok1:${[...text]
      .map((char) => char.charCodeAt(0).toString(36))
      .join('')
      .slice(-22)
      .padStart(22, '_')}`,
  encrypt: (text) => `enc1:k1:${String(encryptions++).padStart(16, 'A')}:${'B'.repeat(22 + text.length)}`,
}

const event: EventInput = {
  id: '019ab3f2-0000-7000-8000-000000000001',
  action: 'order.updated',
  occurredAt: '2026-11-22T09:15:02.123Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  source: { type: 'admin_action', name: 'Back office', requestId: 'req_7077drhs7l9f' },
  object: { type: 'order', id: '1842', name: 'Order #1842' },
  outcome: 'success',
}
const changed = (change: Change): EventInput => ({ ...event, changes: [change] })
const treatedChange = (change: Change): Change | undefined => treatEvent(changed(change), catalogue, keys).changes?.[0]

describe('an event with nothing to hide', () => {
  it('comes back as the same object', () => {
    const ordinary = {
      ...event,
      reason: 'Receipt checked',
      context: { a: [1, { b: null }] },
      changes: [{ field: 'status', before: 'draft', after: 'approved' }],
    }
    expect(treatEvent(ordinary, catalogue, keys)).toBe(ordinary)
  })
})

describe('a declared treatment', () => {
  it('omit leaves neither side, and says so', () => {
    expect(treatedChange({ field: 'cardNumber', label: 'Card', before: 'x', after: null })).toEqual({
      field: 'cardNumber',
      label: 'Card',
      treated: 'omit',
    })
  })

  it('mask keeps the last characters', () => {
    expect(treatedChange({ field: 'phone', before: '0171 2345678', after: '0171 2345999' })).toEqual({
      field: 'phone',
      before: '•••••••••678',
      after: '•••••••••999',
      treated: 'mask',
    })
  })

  it('mask never keeps more than half', () => {
    expect(treatedChange({ field: 'phone', after: '1234' })?.after).toBe('••34')
    expect(treatedChange({ field: 'phone', after: '1' })?.after).toBe('•')
    expect(treatedChange({ field: 'phone', after: '👩🏽ab' })?.after).toBe('••ab')
  })

  it('mask without keep keeps nothing', () => {
    expect(treatedChange({ field: 'nickname', after: 'Mimi' })?.after).toBe('••••')
  })

  it('mask covers a secret in what it would keep', () => {
    const text = `${'x'.repeat(60)} ${token}`
    expect(treatedChange({ field: 'long', after: text })?.after).toBe('•'.repeat(text.length))
  })

  it('tokenize gives equal values equal tokens', () => {
    const change = treatedChange({ field: 'taxNumber', before: 'DE123456789', after: 'DE123456789' })
    expect(change?.before).toMatch(/^tok1:/)
    expect(change?.after).toBe(change?.before)
    expect(change?.treated).toBe('tokenize')
  })

  it('encrypt gives ciphertext', () => {
    expect(treatedChange({ field: 'iban', after: 'DE89370400440532013000' })).toMatchObject({
      after: expect.stringMatching(/^enc1:k1:/),
      treated: 'encrypt',
    })
  })

  it('treats a value that is no string by its canonical JSON, so that equal values stay equal', () => {
    const one = treatedChange({ field: 'taxNumber', after: { b: 1, a: [true] } })
    const other = treatedChange({ field: 'taxNumber', after: { a: [true], b: 1 } })
    expect(one?.after).toBe(other?.after)
    expect(treatedChange({ field: 'phone', after: 1234567 })?.after).toBe('••••567')
  })

  it.each(['phone', 'taxNumber', 'iban'])('keeps of %s that it was empty', (field) => {
    expect(treatedChange({ field, before: null, after: '' })).toMatchObject({ before: null, after: '' })
    expect(treatedChange({ field, after: null })).not.toHaveProperty('before')
  })

  it('is found for an event without an object by the kind its action names', () => {
    const { object: _object, ...without } = event
    expect(treatEvent({ ...without, changes: [{ field: 'phone', after: '123456' }] }, catalogue, keys).changes?.[0]?.after).toBe(
      '•••456',
    )
  })
})

describe('a value that a producer has treated', () => {
  it.each<Change>([
    { field: 'phone', before: '•••••••••678', treated: 'mask' },
    { field: 'taxNumber', after: 'tok1:abcdefghijklmnopqrstuv', treated: 'tokenize' },
    { field: 'iban', after: `enc1:k1:${'a'.repeat(16)}:${'b'.repeat(40)}`, treated: 'encrypt' },
    { field: 'cardNumber', treated: 'omit' },
    { field: 'iban', treated: 'omit' },
    { field: 'notes', after: 'see [hidden: card number]', treated: 'secret' },
    { field: 'notes', after: '**** 678', treated: 'mask' },
    { field: 'undeclared', after: 'tok1:abcdefghijklmnopqrstuv', treated: 'tokenize' },
  ])('is taken as it is: %j', (change) => {
    const sent = changed(change)
    expect(treatEvent(sent, catalogue, keys)).toBe(sent)
  })

  it.each<[Change, Partial<Change>]>([
    [
      { field: 'phone', after: '0171 2345678', treated: 'mask' },
      { after: '•••••••••678', treated: 'mask' },
    ],
    [
      { field: 'phone', after: '••5678', treated: 'mask' },
      { after: '•••678', treated: 'mask' },
    ],
    [{ field: 'cardNumber', after: 'x', treated: 'omit' }, { treated: 'omit' }],
    [{ field: 'cardNumber', after: 'tok1:abcdefghijklmnopqrstuv', treated: 'tokenize' }, { treated: 'omit' }],
    [
      { field: 'notes', after: `**** ${token}`, treated: 'mask' },
      { after: '**** [hidden: access token]', treated: 'secret' },
    ],
  ])('is treated again when it is not what it claims: %j', (change, expected) => {
    expect(treatedChange(change)).toEqual({ field: change.field, ...expected })
  })

  it.each<Change>([
    { field: 'taxNumber', after: 'tok1:short', treated: 'tokenize' },
    { field: 'taxNumber', after: 'DE123', treated: 'tokenize' },
    { field: 'iban', after: 'enc1:k1:x:y', treated: 'encrypt' },
    { field: 'elsewhere', after: 'enc1:plain text', treated: 'encrypt' },
    { field: 'taxNumber', after: 'tok1:abcdefghijklmnopqrstuv' },
  ])('is treated when the form is not there or not claimed: %j', (change) => {
    const after = treatedChange(change)?.after
    expect(after).not.toBe(change.after)
    expect(after).toMatch(/^(?:tok1:.{22}|enc1:k1:.{16}:.{22,})$/)
  })

  it('loses a claim of a hidden secret where none is hidden', () => {
    expect(treatedChange({ field: 'notes', after: 'plain', treated: 'secret' })).toEqual({ field: 'notes', after: 'plain' })
  })
})

describe('the name of a secret', () => {
  it.each<Change>([
    { field: 'password', before: 'old', after: 'new' },
    { field: 'apiKey', after: 'x' },
    { field: 'settings.smtp.password', after: 'x' },
    { field: 'fld_17', label: 'API key', after: 'x' },
    { field: 'settings', path: 'smtp/password', before: 'a', after: 'b' },
    { field: 'pin', after: 1234 },
  ])('leaves no value, whatever is declared: %j', (change) => {
    const { before: _before, after: _after, ...rest } = change
    expect(treatedChange(change)).toEqual({ ...rest, treated: 'omit' })
  })

  it('hides what stands under it at any depth, and keeps whether there is one', () => {
    const value: Json = {
      smtp: [{ host: 'mail', password: 'x', pin: 12, apiKey: null, token: true, cookie: '' }],
      credentials: { user: 'u' },
    }
    const hidden = {
      smtp: [{ host: 'mail', password: '[hidden: password]', pin: '[hidden: PIN]', apiKey: null, token: true, cookie: '' }],
      credentials: '[hidden: credential]',
    }
    expect(treatedChange({ field: 'settings', after: value })).toEqual({ field: 'settings', after: hidden, treated: 'secret' })
    expect(treatEvent({ ...event, context: { deep: value } }, catalogue, keys).context).toEqual({ deep: hidden })
  })

  it('hides the private part of a JSON Web Key', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'abc', d: 'secret' }
    expect(treatEvent({ ...event, context: { key } }, catalogue, keys).context).toEqual({
      key: { ...key, d: '[hidden: private key]' },
    })
  })
})

describe('a secret in an undeclared place', () => {
  it.each<[string, Partial<EventInput>, Partial<EventInput>]>([
    ['reason', { reason: `use ${token}` }, { reason: 'use [hidden: access token]' }],
    ['error', { error: { code: 'x', message: `bad ${token}` } }, { error: { code: 'x', message: 'bad [hidden: access token]' } }],
    [
      'actor',
      { actor: { ...event.actor, name: token, email: `${token}@x` } },
      { actor: { ...event.actor, name: '[hidden: access token]', email: '[hidden: access token]@x' } },
    ],
    [
      'acting for',
      { actor: { ...event.actor, onBehalfOf: { type: 'user', id: 'u_9', name: token } } },
      { actor: { ...event.actor, onBehalfOf: { type: 'user', id: 'u_9', name: '[hidden: access token]' } } },
    ],
    [
      'object',
      {
        object: {
          type: 'order',
          id: '1',
          name: 'card 4111 1111 1111 1111',
          url: 'https://a:b1c2d3@h/x?access_token=abc123def456',
        },
      },
      {
        object: {
          type: 'order',
          id: '1',
          name: 'card [hidden: card number]',
          url: 'https://a:[hidden: connection password]@h/x?access_token=[hidden: token]',
        },
      },
    ],
    [
      'related',
      {
        related: [
          { type: 'order', id: '1', relation: 'order' },
          { type: 'key', id: '2', relation: 'key', name: token },
        ],
      },
      {
        related: [
          { type: 'order', id: '1', relation: 'order' },
          { type: 'key', id: '2', relation: 'key', name: '[hidden: access token]' },
        ],
      },
    ],
    [
      'batch',
      { batch: { id: 'b', file: { name: `${token}.csv`, size: 3 }, failures: [{ line: 7, reason: `row ${token}` }] } },
      {
        batch: {
          id: 'b',
          file: { name: '[hidden: access token].csv', size: 3 },
          failures: [{ line: 7, reason: 'row [hidden: access token]' }],
        },
      },
    ],
    [
      'workflow',
      { workflow: { type: 'refund', id: 'w', step: token } },
      { workflow: { type: 'refund', id: 'w', step: '[hidden: access token]' } },
    ],
    ['override', { override: { rule: 'r', name: token } }, { override: { rule: 'r', name: '[hidden: access token]' } }],
    [
      'user agent',
      { source: { type: 'api', name: 'a', userAgent: `curl ${token}` } },
      { source: { type: 'api', name: 'a', userAgent: 'curl [hidden: access token]' } },
    ],
    ['member name', { context: { [token]: 1, a: 2 } }, { context: { '[hidden: access token]': 1, a: 2 } }],
    [
      'number',
      { context: { ref: 4111111111111111, other: 4111111111111112 } },
      { context: { ref: '[hidden: card number]', other: 4111111111111112 } },
    ],
  ])('is hidden in %s', (_where, planted, shown) => {
    expect(treatEvent({ ...event, ...planted }, catalogue, keys)).toEqual({ ...event, ...shown })
  })

  it('is hidden in a change and marked, its field and label included', () => {
    expect(treatedChange({ field: 'notes', before: 'ok', after: ['a', { b: `x ${token}` }] })).toEqual({
      field: 'notes',
      before: 'ok',
      after: ['a', { b: 'x [hidden: access token]' }],
      treated: 'secret',
    })
    expect(treatedChange({ field: 'list', path: `items/${token}`, after: 1 })).toEqual({
      field: 'list',
      path: 'items/[hidden: access token]',
      after: 1,
      treated: 'secret',
    })
  })

  it('keeps two member names apart that become the same mask', () => {
    const other = `ghp_${c.chars(36, base62)}`
    expect(Object.values(treatEvent({ ...event, context: { [token]: 1, [other]: 2 } }, catalogue, keys).context ?? {})).toEqual([
      1, 2,
    ])
  })

  it('makes an id a token of itself, so that it goes on pointing', () => {
    const card = '4111111111111111'
    const treated = treatEvent(
      { ...event, object: { type: 'card', id: card }, related: [{ type: 'card', id: card, relation: 'old' }] },
      catalogue,
      keys,
    )
    expect(treated.object?.id).toMatch(/^tok1:.{22}$/)
    expect(treated.related?.[0]?.id).toBe(treated.object?.id)
    expect(treatEvent(treated, catalogue, keys)).toBe(treated)
  })

  it('never touches what the event is found by', () => {
    const treated = treatEvent({ ...event, reason: token, causedBy: event.id }, catalogue, keys)
    expect(treated).toMatchObject({ id: event.id, action: event.action, occurredAt: event.occurredAt, causedBy: event.id })
  })
})

describe('a program without keys', () => {
  it('does all but tokenizing, encrypting and the ids, which the server then does', () => {
    const sent = {
      ...event,
      reason: token,
      changes: [
        { field: 'taxNumber', after: 'DE1' },
        { field: 'phone', after: '123456' },
        { field: 'password', after: 'x' },
      ],
    }
    const spooled = treatEvent(sent, catalogue)
    expect(spooled.reason).toBe('[hidden: access token]')
    expect(spooled.changes).toEqual([
      { field: 'taxNumber', after: 'DE1' },
      { field: 'phone', after: '•••456', treated: 'mask' },
      { field: 'password', treated: 'omit' },
    ])
    expect(treatEvent(spooled, catalogue, keys)).toEqual(treatEvent(sent, catalogue, keys))
  })
})
