import { describe, expect, test } from 'vitest'
import type { Catalogue } from '../../src/catalogue/catalogue.ts'
import { checkAgainstCatalogue } from '../../src/catalogue/check-against-catalogue.ts'
import { compileCatalogue, emptyCatalogue } from '../../src/catalogue/compile-catalogue.ts'
import { diffCatalogues } from '../../src/catalogue/diff-catalogues.ts'
import { trailCatalogue } from '../../src/catalogue/trail-catalogue.ts'
import type { EventInput } from '../../src/event/event.ts'
import { planOf } from '../../src/sentence/plan-of.ts'
import { renderSentence } from '../../src/sentence/render-sentence.ts'

const base: Catalogue = {
  mode: 'strict',
  objects: {
    order: {
      label: 'Order',
      name: 'Order #{id}',
      fields: {
        status: { label: 'Status', kind: 'status', sequence: ['Open', 'Done'] },
        email: { label: 'E-mail', personal: true },
        iban: { label: 'IBAN', treatment: 'encrypt' },
        margin: { label: 'Margin', readers: ['finance'] },
        address: { label: 'Address', personal: true },
      },
    },
  },
  actions: {
    'order.approved': {
      category: 'workflow',
      expects: ['changes.status', 'customer', 'related.invoice'],
      reason: 'required',
      why: 'account',
      retain: 'P7Y',
    },
    'order.updated': { category: 'data' },
  },
  workflows: { order: { steps: ['Open', 'Done'] } },
  notLogged: [{ action: 'order.opened', because: 'Looking at an order changes nothing and tells nothing.' }],
}
const event: EventInput = {
  id: '019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00',
  action: 'order.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
  object: { type: 'order', id: '1842' },
  customer: { id: 'c', name: 'Jane' },
  related: [{ type: 'invoice', id: '9', relation: 'invoice' }],
  changes: [{ field: 'status', before: 'Open', after: 'Done' }],
  reason: 'Checked',
}

describe('a compiled catalogue', () => {
  const compiled = compileCatalogue(base, 4)

  test('finds what is declared, and nothing by names that every object has', () => {
    expect(compiled.version).toBe(4)
    expect(compiled.mode).toBe('strict')
    expect(compiled.field('order', 'status')?.label).toBe('Status')
    expect(compiled.field('order', 'constructor')).toBeUndefined()
    expect(compiled.field('__proto__', 'status')).toBeUndefined()
    expect(compiled.field(undefined, 'status')).toBeUndefined()
    expect(compiled.action('toString')).toBeUndefined()
  })

  test('a member of a declared field is covered by its declaration', () => {
    expect(compiled.field('order', 'address.city.name')?.label).toBe('Address')
    expect(compiled.ownSlot('order', 'address.city')).toBe(true)
  })

  test('personal data, treatments and readers have slots of their own', () => {
    expect(['email', 'iban', 'margin', 'status', 'other'].map((field) => compiled.ownSlot('order', field))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })

  test("its own actions come first, then the trail's, then the starter's, which it does not count as declared", () => {
    expect(compiled.action('order.approved')?.category).toBe('workflow')
    expect(compiled.action('trail.created')?.category).toBe('trail')
    expect(compiled.action('user.signed_in')?.category).toBe('security')
    expect([
      compiled.declares('order.approved'),
      compiled.declares('trail.created'),
      compiled.declares('user.signed_in'),
    ]).toEqual([true, true, false])
  })

  test('an action that nobody declared gets a category by its words', () => {
    const of = (action: string) => emptyCatalogue.category(action)
    expect(
      ['order.updated', 'order.viewed', 'invoice.approved', 'team.role_given', 'integration.paused', 'trail.whatever'].map(of),
    ).toEqual(['data', 'access', 'workflow', 'security', 'system', 'trail'])
  })
})

describe('a strict catalogue', () => {
  const strict = compileCatalogue(base)
  const check = (more: Partial<EventInput>) => checkAgainstCatalogue({ ...event, ...more }, strict)
  const without = <K extends keyof EventInput>(name: K) => {
    const { [name]: _, ...rest } = event
    return checkAgainstCatalogue(rest as EventInput, strict)
  }

  test('takes an event that is as declared', () => expect(check({})).toBeUndefined())

  test('refuses what breaks a declaration, with a pointer', () => {
    expect(check({ action: 'order.closed' })).toMatchObject({ code: 'uncatalogued_action', pointer: '/action' })
    expect(
      check({
        changes: [
          { field: 'status', after: 'x' },
          { field: 'colour', after: 'red' },
        ],
      }),
    ).toMatchObject({ code: 'undeclared_field', pointer: '/changes/1/field' })
    expect(check({ reason: '  ' })).toMatchObject({ code: 'missing_expected', pointer: '/reason' })
    expect(without('reason')).toMatchObject({ code: 'missing_expected', pointer: '/reason' })
    expect(without('customer')).toMatchObject({ code: 'missing_expected', pointer: '/customer' })
    expect(without('related')).toMatchObject({ code: 'missing_expected', pointer: '/related' })
    expect(check({ changes: [{ field: 'email', after: 'x' }] })).toMatchObject({ code: 'missing_expected', pointer: '/changes' })
  })

  test("has no say over the trail's own events, and an open one refuses nothing", () => {
    expect(check({ action: 'trail.gap' })).toBeUndefined()
    expect(
      checkAgainstCatalogue({ ...event, action: 'order.closed' }, compileCatalogue({ ...base, mode: 'open' })),
    ).toBeUndefined()
  })
})

describe('the difference between two catalogues', () => {
  const changesOf = (newer: Catalogue) =>
    diffCatalogues(base, newer).map(({ name, breaking, pointer }) => ({ name, breaking, pointer }))
  const withFields = (fields: Record<string, object>) => ({
    ...base,
    objects: { order: { ...base.objects.order, label: 'Order', fields: { ...base.objects.order?.fields, ...fields } } },
  })

  test('a catalogue does not differ from its copy', () => expect(changesOf(JSON.parse(JSON.stringify(base)))).toEqual([]))

  test('says what breaks producers or shows more, and what does not', () => {
    expect(changesOf({ ...base, mode: 'open' })).toEqual([{ name: 'mode_open', breaking: false, pointer: '/mode' }])
    expect(diffCatalogues({ ...base, mode: 'open' }, base)).toMatchObject([{ name: 'mode_strict', breaking: true }])
    expect(changesOf(withFields({ iban: { label: 'IBAN' } }))).toMatchObject([{ name: 'treatment_looser', breaking: true }])
    expect(changesOf(withFields({ iban: { label: 'IBAN', treatment: 'omit' } }))).toMatchObject([
      { name: 'treatment_stricter', breaking: false },
    ])
    expect(changesOf(withFields({ margin: { label: 'Margin' } }))).toMatchObject([{ name: 'field_changed', breaking: true }])
    expect(changesOf(withFields({ colour: { label: 'Colour' } }))).toMatchObject([{ name: 'field_added', breaking: false }])
    const { 'order.approved': _, ...rest } = base.actions
    expect(changesOf({ ...base, actions: rest })).toEqual([
      { name: 'action_removed', breaking: true, pointer: '/actions/order.approved' },
    ])
    const updated = { ...base.actions, 'order.updated': { category: 'data', reason: 'required', expects: ['customer'] } } as const
    expect(changesOf({ ...base, actions: updated })).toMatchObject([
      { name: 'reason_required', breaking: true },
      { name: 'expectation_added', breaking: true },
    ])
  })

  test('every difference is a sentence', () => {
    const newer: Catalogue = { objects: {}, actions: { 'user.created': { category: 'security' } } }
    const sentences = [...diffCatalogues(base, newer), ...diffCatalogues(newer, base)].map(({ sentence }) => sentence)
    expect(sentences).toContain('The object type order is gone.')
    expect(sentences).toContain('Events that break their declaration are now refused.')
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^{}]*\.$/)
  })
})

test('the plan has every action with an example, and what is deliberately not logged', () => {
  const [orders, ...none] = planOf(base)
  expect(none).toEqual([])
  expect(orders).toMatchObject({ kind: 'workflow', title: 'Order', steps: ['Open', 'Done'] })
  expect(orders?.entries.map((entry) => (entry.logged ? entry.example : entry.because))).toEqual([
    'Maria Lopez approved Order #1842: Status from Open to Done',
    'Maria Lopez updated Order #1842',
    'Looking at an order changes nothing and tells nothing.',
  ])
})

test.each([
  [
    'Maria Lopez created the trail back-office',
    { action: 'trail.created', object: { type: 'trail', id: 't', name: 'back-office' } },
  ],
  [
    'Maria Lopez opened the trail back-office for reading and writing',
    { action: 'trail.opened', object: { type: 'trail', id: 't', name: 'back-office' } },
  ],
  ['Maria Lopez exported 312 events', { action: 'trail.exported', count: 312 }],
  [
    'Maria Lopez imported history from peps.ndjson: 4,882 lines',
    { action: 'trail.history_imported', batch: { id: 'b', file: { name: 'peps.ndjson' }, rows: 4882 } },
  ],
  [
    'crm-1 (API client) lost 12 events: spool full',
    { action: 'trail.gap', actor: { type: 'api_client', id: 'crm', name: 'crm-1' }, count: 12, reason: 'spool full' },
  ],
  [
    'crm-1 (API client) lost an unknown number of events',
    { action: 'trail.gap', actor: { type: 'api_client', id: 'crm', name: 'crm-1' } },
  ],
  ['Maria Lopez read the trail', { action: 'trail.events_read' }],
  ['Maria Lopez verified the trail, and it did not hold', { action: 'trail.verified', outcome: 'failure' }],
] as const)('%s', (sentence, own) => {
  expect(renderSentence({ actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' }, ...own }, emptyCatalogue)).toBe(sentence)
})

test('every event of the trail itself has a sentence that reads without its optional parts', () => {
  for (const action of Object.keys(trailCatalogue)) {
    const whole = {
      actor: { type: 'user', id: 'u', name: 'Ana' },
      object: { type: 'trail', id: 't', name: 'T' },
      count: 2,
      batch: { id: 'b', file: { name: 'f' } },
    } as const
    expect(renderSentence({ action, ...whole }, emptyCatalogue)).toMatch(/^Ana [a-z]/)
    expect(renderSentence({ action }, emptyCatalogue)).toMatch(/^Somebody unknown [a-z]/)
  }
})
