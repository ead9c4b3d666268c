import { describe, expect, test } from 'vitest'
import type { ActionDeclaration, Catalogue, FieldDeclaration } from '../../src/catalogue/catalogue.ts'
import { starterCatalogue } from '../../src/catalogue/starter-catalogue.ts'
import { checkCatalogue } from '../../src/quality/check-catalogue.ts'
import type { FindingName } from '../../src/quality/finding.ts'

const good: ActionDeclaration = { category: 'data', sentence: '{actor} approved {object}', why: 'account', retain: 'P7Y' }
const catalogueWith = (
  fields: Record<string, FieldDeclaration>,
  actions: Record<string, ActionDeclaration> = { 'order.approved': good },
  more: Partial<Catalogue> = {},
): Catalogue => ({
  objects: { order: { label: 'Order', name: 'Order #{id}', fields } },
  actions,
  ...more,
})
const found = (catalogue: Catalogue) =>
  checkCatalogue(catalogue).map(({ name, severity, pointer }) => `${severity} ${name} ${pointer}`)

test('a good catalogue and the starter have nothing to mend', () => {
  expect(found(catalogueWith({ status: { label: 'Status', kind: 'status', sequence: ['Open', 'Done'] } }))).toEqual([])
  expect(found(starterCatalogue)).toEqual([])
})

describe('fields', () => {
  test.each<[FindingName, 'error' | 'warning', string, FieldDeclaration]>([
    ['field_label_missing', 'warning', 'total', { kind: 'number' }],
    ['status_without_sequence', 'error', 'status', { label: 'Status', kind: 'status' }],
    ['money_without_currency', 'error', 'total', { label: 'Total', kind: 'money' }],
    ['secret_without_treatment', 'error', 'apiToken', { label: 'Token' }],
    ['secret_kept', 'error', 'password', { label: 'Password', treatment: 'mask', keep: 2 }],
    ['sensitive_in_clear', 'error', 'iban', { label: 'IBAN', personal: true }],
    ['personal_undeclared', 'warning', 'email', { label: 'E-mail' }],
    ['readers_of_nothing', 'warning', 'note', { treatment: 'omit', readers: ['finance'] }],
  ])('%s', (name, severity, field, declared) => {
    expect(
      found(catalogueWith({ [field]: declared })).some((one) =>
        one.startsWith(`${severity} ${name} /objects/order/fields/${field}`),
      ),
    ).toBe(true)
  })

  test('a sensitive field is fine with a treatment, readers, or a written justification', () => {
    for (const more of [
      { treatment: 'encrypt' },
      { readers: ['finance'] },
      { justification: 'Printed on every invoice.' },
    ] as const) {
      expect(found(catalogueWith({ iban: { label: 'IBAN', ...more } }))).toEqual([])
    }
  })

  test('what is only about a secret is none', () => {
    expect(found(catalogueWith({ passwordChangedAt: { label: 'Password changed', kind: 'date' } }))).toEqual([])
  })
})

describe('actions and workflows', () => {
  const withAction = (declared: Partial<ActionDeclaration>, name = 'order.approved') =>
    found(catalogueWith({ status: { label: 'Status' } }, { [name]: { ...good, ...declared } }))

  test.each<[FindingName, string, readonly string[]]>([
    ['verb_not_past', 'error', withAction({}, 'order.approve')],
    ['placeholder_unresolved', 'error', withAction({ sentence: '{actr} approved {object}' })],
    ['placeholder_may_miss', 'warning', withAction({ sentence: '{actor} approved {object}: {reason}' })],
    ['expected_field_undeclared', 'error', withAction({ expects: ['changes.colour'] })],
    ['retention_missing', 'warning', found(catalogueWith({}, { 'order.approved': { category: 'data', why: 'account' } }))],
    ['why_missing', 'warning', found(catalogueWith({}, { 'order.approved': { category: 'data', retain: 'P1Y' } }))],
    ['words_generic', 'warning', withAction({ sentence: undefined } as Partial<ActionDeclaration>, 'record.updated')],
    ['sensitive_not_acked', 'error', withAction({ sensitivity: 'sensitive', delivery: 'memory' })],
    [
      'not_logged_but_declared',
      'error',
      found(catalogueWith({}, { 'order.approved': good }, { notLogged: [{ action: 'order.approved', because: 'x' }] })),
    ],
    [
      'four_eyes_unknown_step',
      'error',
      found(
        catalogueWith({}, { 'order.approved': good }, { workflows: { order: { steps: ['a', 'b'], fourEyes: [['a', 'c']] } } }),
      ),
    ],
    [
      'four_eyes_same_step',
      'error',
      found(
        catalogueWith({}, { 'order.approved': good }, { workflows: { order: { steps: ['a', 'b'], fourEyes: [['a', 'a']] } } }),
      ),
    ],
    [
      'workflow_unused',
      'warning',
      found(catalogueWith({}, { 'order.approved': good }, { workflows: { refund: { steps: ['a', 'b'] } } })),
    ],
  ])('%s', (name, severity, all) => {
    expect(all.filter((one) => one.startsWith(`${severity} ${name} /`))).toHaveLength(1)
  })

  test('a placeholder resolves when the action expects it, or when the sentence can do without', () => {
    expect(withAction({ sentence: '{actor} approved {object} for {invoice}', expects: ['related.invoice'] })).toEqual([])
    expect(withAction({ sentence: '{actor} approved {object}: {reason}', reason: 'required' })).toEqual([])
    expect(withAction({ sentence: '{actor} approved {object}{reason, select, none {} other {: {reason}}}' })).toEqual([])
    expect(
      withAction({ sentence: '{actor} approved {object}{applied_by, select, none {} other {, applied by {applied_by}}}' }),
    ).toEqual([])
    expect(withAction({ sentence: '{actor} approved {object}{resaon, select, none {} other {: {resaon}}}' })).toHaveLength(1)
    expect(withAction({ sentence: '{actor} approved {object} as {after_status}', expects: ['changes.status'] })).toEqual([])
    expect(withAction({ sentence: '{actor} approved {object} as {after_status}' })).toHaveLength(1)
    expect(withAction({ sentence: '{actor} approved {object}{after_colour, select, none {} other {!}}' })).toHaveLength(1)
    expect(withAction({}, 'order.signed_off')).toEqual([])
    expect(withAction({}, 'order.withdrawn')).toEqual([])
  })

  test('every finding is a sentence', () => {
    for (const { sentence } of checkCatalogue(
      catalogueWith({ iban: {} }, { 'order.approve': { category: 'data', sentence: '{x}' } }),
    )) {
      expect(sentence).toMatch(/^[A-Z][^{}]*\.$/)
    }
  })
})
