import fc from 'fast-check'
import { type FilterName, filterNames, type Query, type Wanted } from '../../src/query/query.ts'
import { words } from './arbitrary-events.ts'

const word = fc.constantFrom<string>(...words)
const text = fc.oneof(
  { weight: 5, arbitrary: word },
  { weight: 2, arbitrary: fc.tuple(word, word).map(([a, b]) => `${a} ${b}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'order/1842',
      'doc/part/x/y',
      'customer/c_482',
      'order',
      'imp_42',
      'r_31',
      `long-${'x'.repeat(60)}`,
      'Order status',
      'Unit price',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
)
/** A text, or the beginning of one. */
const beginning = fc
  .tuple(text, fc.nat({ max: 8 }))
  .map(([whole, length]) => whole.slice(0, length).replace(/[\ud800-\udbff]$/, ''))

const plain: fc.Arbitrary<Wanted> = fc.oneof(
  { weight: 6, arbitrary: text.map((typed): Wanted => ({ match: 'is', text: typed })) },
  { weight: 3, arbitrary: beginning.map((typed): Wanted => ({ match: 'prefix', text: typed })) },
  { weight: 1, arbitrary: fc.constant<Wanted>({ match: 'none' }) },
)
const limit = fc.constantFrom(
  '5',
  '500',
  '-5',
  '0',
  '1200.5',
  '99999999999999999999',
  '2026-01-01',
  '2026-01',
  '1970',
  '2026-01-01T10:00:00Z',
)
const bound = fc.record({ text: limit, inclusive: fc.boolean() })
const range: fc.Arbitrary<Wanted> = fc.oneof(
  bound.map((low): Wanted => ({ match: 'range', low })),
  bound.map((high): Wanted => ({ match: 'range', high })),
  fc.tuple(bound, bound).map(([low, high]): Wanted => ({ match: 'range', low, high })),
)
const values = (of: fc.Arbitrary<Wanted>) => fc.array(of, { minLength: 1, maxLength: 2 })

/** Values that a filter knows, so that it finds something. */
const known: { readonly [filter in FilterName]?: readonly string[] } = {
  actor: ['u_7', 'maria', 'Maria Lopez', 'MARIA@acme.example'],
  actorType: ['user', 'admin', 'integration'],
  action: ['order.approved', 'approved', 'order', 'order.', 'role_changed'],
  category: ['data', 'trail', 'security'],
  object: ['order/1842', 'order', '1842', '#1842', 'refund/x/y'],
  record: ['order/1842', 'customer', 'customer/c_482', '#1842'],
  source: ['api', 'bulk_import', 'user_action', 'acme'],
  integration: ['acme', 'u_7'],
  workflow: ['refund', 'refund/r_31', 'r_31'],
  decision: ['approved', 'rejected', 'overridden'],
  override: ['u_7', 'acme', 'Maria Lopez'],
  outcome: ['success', 'denied'],
  quality: ['no_reason', 'no_source'],
  ip: ['192.0.2.17', '192.0', '2001:db8'],
}
const numbers = fc.oneof(
  plain,
  range,
  fc.constantFrom<Wanted>({ match: 'is', text: '500' }, { match: 'is', text: '5.0' }, { match: 'prefix', text: '' }),
)
const filter = fc.constantFrom<FilterName>(...filterNames).chain((name) => {
  if (name === 'count') return values(numbers).map((wanted): Query => ({ kind: 'filter', filter: name, values: wanted }))
  const some = known[name]
  const value =
    some === undefined
      ? plain
      : fc.oneof(
          plain,
          fc
            .constantFrom(...some)
            .chain((typed) => fc.constantFrom<Wanted>({ match: 'is', text: typed }, { match: 'prefix', text: typed })),
        )
  return values(value).map((wanted): Query => ({ kind: 'filter', filter: name, values: wanted }))
})
const field = fc.oneof(
  plain,
  fc.constantFrom('status', 'total', 'unit_price', 'Order status').map((typed): Wanted => ({ match: 'is', text: typed })),
)
const side = fc.oneof(
  { weight: 2, arbitrary: plain },
  { weight: 1, arbitrary: range },
  {
    weight: 2,
    arbitrary: fc.constantFrom('Approved', '500', '1200.50', 'maria').map((typed): Wanted => ({ match: 'is', text: typed })),
  },
)
const change = fc
  .record({ field: values(field), before: values(side), after: values(side) }, { requiredKeys: [] })
  .map((sides): Query => ({ kind: 'change', ...sides }))
const free = fc.record({ text, phrase: fc.boolean(), prefix: fc.boolean() }).map((asked): Query => ({ kind: 'text', ...asked }))
const instant = fc.constantFrom(0, Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1), 253_402_300_799_999)
const time = fc.record({ fromMs: instant, toMs: instant }, { requiredKeys: [] }).map((ends): Query => ({ kind: 'time', ...ends }))

const recorded = fc.constantFrom(0, 1, 3, 884_213).map((upTo): Query => ({ kind: 'recorded', upTo }))

const leaf = fc.oneof(
  { weight: 5, arbitrary: filter },
  { weight: 4, arbitrary: change },
  { weight: 4, arbitrary: free },
  { weight: 1, arbitrary: time },
  { weight: 1, arbitrary: recorded },
)

/** Queries of up to three levels: one condition most of the time, or a few with and, or and not. */
const queriesOf = (conditions: fc.Arbitrary<Query>): fc.Arbitrary<Query> =>
  fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 6, arbitrary: conditions },
      { weight: 1, arbitrary: fc.array(tie('query'), { maxLength: 3 }).map((parts): Query => ({ kind: 'and', parts })) },
      { weight: 1, arbitrary: fc.array(tie('query'), { maxLength: 3 }).map((parts): Query => ({ kind: 'or', parts })) },
      { weight: 1, arbitrary: tie('query').map((part): Query => ({ kind: 'not', part })) },
    ),
  })).query

/** What people can type. */
export const someQuery = queriesOf(leaf)

/** What programs ask besides: an id and nothing else, its beginning, or a type and nothing else. */
const alone = fc.oneof(
  fc
    .tuple(fc.constantFrom<FilterName>('actor', 'object', 'record', 'customer', 'workflow', 'batch', 'causedBy', 'role'), text)
    .map(([name, id]): Query => ({ kind: 'filter', filter: name, values: [{ match: 'is', text: id, alone: true }] })),
  fc
    .tuple(fc.constantFrom<FilterName>('action', 'object', 'customer', 'organization'), beginning)
    .map(([name, id]): Query => ({ kind: 'filter', filter: name, values: [{ match: 'prefix', text: id, alone: true }] })),
  fc
    .tuple(
      fc.constantFrom<FilterName>('object', 'workflow', 'actor'),
      fc.constantFrom('order', 'refund', 'doc/part', 'order/1842', 'u_7'),
    )
    .map(([name, type]): Query => ({ kind: 'filter', filter: name, values: [{ match: 'is', text: type, alone: 'type' }] })),
)
export const someAsk = queriesOf(fc.oneof({ weight: 8, arbitrary: leaf }, { weight: 1, arbitrary: alone }))
