import { describe, expect, test } from 'vitest'
import { catalogueLimits } from '../../src/catalogue/catalogue-limits.ts'
import { parseCatalogue } from '../../src/catalogue/parse-catalogue.ts'
import { starterCatalogue } from '../../src/catalogue/starter-catalogue.ts'
import { isProblem, type Problem, Refusal } from '../../src/refusal.ts'

const order = { label: 'Order', fields: { status: { label: 'Status', kind: 'status', sequence: ['Open', 'Done'] } } }
const action = { category: 'data', sentence: '{actor} approved {object}' }
const catalogue = { objects: { order }, actions: { 'order.approved': action } }

function problemOf(value: unknown): Problem {
  try {
    parseCatalogue(value)
  } catch (error) {
    if (error instanceof Refusal && isProblem(error.problem)) return error.problem
    throw error
  }
  throw new Error('the catalogue was taken')
}
const withField = (field: unknown) => ({ ...catalogue, objects: { order: { label: 'Order', fields: { total: field } } } })
const withAction = (declared: unknown, name = 'order.approved') => ({ ...catalogue, actions: { [name]: declared } })

test('the starter catalogue survives a round through JSON', () => {
  expect(parseCatalogue(JSON.parse(JSON.stringify(starterCatalogue)))).toEqual(JSON.parse(JSON.stringify(starterCatalogue)))
})

describe('what is no catalogue is refused with a pointer to the fault', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, ''],
    ['a list', [], ''],
    ['a catalogue without actions', { objects: {} }, ''],
    ['an unknown member', { ...catalogue, extra: 1 }, '/extra'],
    ['an unknown mode', { ...catalogue, mode: 'lax' }, '/mode'],
    ['an object type without a label', { ...catalogue, objects: { order: {} } }, '/objects/order'],
    ['an object type with an odd name', { ...catalogue, objects: { 'an order': order } }, '/objects/an order'],
    ['__proto__', JSON.parse('{"objects":{"__proto__":{"label":"x"}},"actions":{}}'), '/objects/__proto__'],
    [
      'a field named __proto__',
      JSON.parse('{"objects":{"a":{"label":"x","fields":{"__proto__":{}}}},"actions":{}}'),
      '/objects/a/fields/__proto__',
    ],
    ['an unknown member of a field', withField({ lable: 'Total' }), '/objects/order/fields/total/lable'],
    ['an unknown kind', withField({ kind: 'currency' }), '/objects/order/fields/total/kind'],
    ['a currency that is none', withField({ kind: 'money', currency: 'Euro' }), '/objects/order/fields/total/currency'],
    ['a treatment that is none', withField({ treatment: 'hash' }), '/objects/order/fields/total/treatment'],
    ['a mask that keeps all', withField({ treatment: 'mask', keep: 64 }), '/objects/order/fields/total/keep'],
    [
      'a status twice in the sequence',
      withField({ kind: 'status', sequence: ['a', 'a'] }),
      '/objects/order/fields/total/sequence/1',
    ],
    ['an action that is no action', withAction(action, 'Order.Approved'), '/actions/Order.Approved'],
    ["an action of the trail's own", withAction(action, 'trail.created'), '/actions/trail.created'],
    ['an action without a category', withAction({}), '/actions/order.approved'],
    ['the category trail', withAction({ category: 'trail' }), '/actions/order.approved/category'],
    ['a sentence that does not parse', withAction({ ...action, sentence: '{actor' }), '/actions/order.approved/sentence'],
    [
      'a sentence with a plural without other',
      withAction({ ...action, sentence: '{count, plural, one {1}}' }),
      '/actions/order.approved/sentence',
    ],
    [
      'an expectation of nothing known',
      withAction({ ...action, expects: ['changes.status', 'love'] }),
      '/actions/order.approved/expects/1',
    ],
    ['a retention in hours', withAction({ ...action, retain: 'PT5H' }), '/actions/order.approved/retain'],
    ['a retention of nothing', withAction({ ...action, retain: 'P0D' }), '/actions/order.approved/retain'],
    [
      'four eyes of three',
      { ...catalogue, workflows: { refund: { steps: ['a', 'b'], fourEyes: [['a', 'b', 'c']] } } },
      '/workflows/refund/fourEyes/0',
    ],
    ['a lone surrogate', withAction({ ...action, words: '\ud800' }), '/actions/order.approved/words'],
    ['a name that must be escaped', { ...catalogue, objects: { 'a/b~c': order } }, '/objects/a~1b~0c'],
    [
      'a text over its limit',
      { ...catalogue, objects: { order: { label: 'x'.repeat(catalogueLimits.labelLength + 1) } } },
      '/objects/order/label',
    ],
  ])('%s', (_, value, pointer) => {
    const problem = problemOf(value)
    expect(problem).toMatchObject({ code: 'bad_catalogue', pointer })
    expect(problem.detail).toMatch(/^[A-Z"].*\.$/)
  })
})

test('a list at its limit is taken, one more is refused', () => {
  const sequence = (count: number) =>
    withField({ kind: 'status', sequence: Array.from({ length: count }, (_, index) => `s${index}`) })
  expect(() => parseCatalogue(sequence(catalogueLimits.listItems))).not.toThrow()
  expect(problemOf(sequence(catalogueLimits.listItems + 1)).pointer).toBe('/objects/order/fields/total/sequence')
})
