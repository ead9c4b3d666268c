// What the screens ask of a search process, over whatever the trail holds: the values asked for are frequent ones of the
// trail itself. By name, a question without `trail` and without who asks.
import { queryFromParameters } from '@daybook/core'
import { facetDimensions } from '../packages/server/dist/search/search-index.js'

const DAY_MS = 86_400_000
const facetsShown = ['source', 'actor', 'action', 'organization', 'status', 'outcome']
const everything = { roles: 'everything' }

/** What stands in the parameters of a call, as the server asks it. */
const asking = (...parameters) => {
  const { query, which, fromMs, toMs } = queryFromParameters(parameters)
  return { query, which, ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) }
}

/** The most frequent values of some dimensions, and the stretch of time in which the trail's events occurred. */
export async function frequentValues(searcher, trail) {
  const ask = { ...asking(), sees: everything }
  const found = JSON.parse((await searcher.answer({ trail, what: 'facets', ask, dimensions: countable, limit: 20 })).text).facets
  const newestOf = async (asked) =>
    JSON.parse(
      (await searcher.answer({ trail, what: 'page', ask: { ...asked, sees: everything }, order: 'desc', limit: 1 })).text,
    )[0]
  const newest = await newestOf(asking())
  const step = await newestOf(asking(['workflow', '*']))
  const values = Object.fromEntries(countable.map((name) => [name, found[name].map(({ value }) => value)]))
  return { values, newest: { ...newest, ...(step ? { case: { type: step.workflow.type, id: step.workflow.id } } : {}) } }
}
const countable = ['actor', 'action', 'source', 'organization', 'object', 'batch', 'workflow', 'status', 'field', 'customer']

/** The questions, each with the ask that a reader's sight is joined to. */
export function readingQuestions({ values, newest }) {
  const [actor, action, source, organization] = [values.actor[0], values.action[0], values.source[0], values.organization[0]]
  const lastMs = Date.parse(newest.occurredAt)
  const month = [
    ['from', new Date(lastMs - 30 * DAY_MS).toISOString()],
    ['to', new Date(lastMs).toISOString()],
  ]
  const lane = [
    ['category', 'data'],
    ['category', 'workflow'],
  ]
  const record = values.object[0]
  const recordId = { type: record.slice(0, record.indexOf('/')), id: record.slice(record.indexOf('/') + 1) }
  const [batch] = values.batch
  const page = (...parameters) => ({ what: 'page', ask: asking(...parameters), order: 'desc', limit: 50 })
  const facets = (...parameters) => ({ what: 'facets', ask: asking(...parameters), dimensions: facetsShown, limit: 20 })
  const histogram = (...parameters) => {
    const { fromMs, toMs, ...ask } = asking(...parameters)
    return { what: 'histogram', ask, ...(fromMs === undefined ? {} : { fromMs, toMs }), buckets: 60, zone: 'Europe/Berlin' }
  }
  const cases = (wanted) => ({ what: 'cases', ask: asking(), wanted, nowMs: lastMs, limit: 100 })
  const complete = (dimension, typed) => ({ what: 'values', dimension, typed, limit: 10 })
  const filters = [
    ['source', source],
    ['organization', organization],
    ['actor', actor],
    ['outcome', 'success'],
    ['field', 'status'],
  ]
  const counted = {
    everything: [],
    'the business lane': lane,
    '30 days': month,
    'the lane, 30 days': [...lane, ...month],
    'one filter': filters.slice(0, 1),
    'two filters': filters.slice(0, 2),
    'a common word': [['q', 'customer']],
    'a word and a filter': [['q', `invoice organization:${organization}`]],
    'a prefix': [['q', 'c*']],
    'a phrase': [['q', '"customer requested"']],
    'a comparison': [['q', 'after:>50000']],
  }
  const searches = {
    ...counted,
    'three filters': filters.slice(0, 3),
    'five filters': filters,
    'three filters, 30 days': [...filters.slice(0, 3), ...month],
    'a rare word and a filter': [['q', `reimbursement organization:${organization}`]],
    'two words': [['q', 'damaged invoice']],
    'a phrase that is nowhere': [['q', '"invoice customer customer"']],
    'a comparison that finds nothing': [['q', 'after:>5000000000']],
    'a value before, that is nowhere': [['q', 'before:nowhere']],
    not: [['q', `-source:${source} -actor:${actor}`]],
    'not a word': [['q', '-customer']],
    'a prefix and a filter': [['q', `cu* organization:${organization}`]],
    record: [['record', record]],
    action: [['action', action]],
    batch: [['batch', batch ?? 'none']],
    'the trail’s own': [['category', 'trail']],
  }
  const each = (prefix, of, from) => Object.entries(from).map(([name, parameters]) => [`${prefix}: ${name}`, of(...parameters)])
  const ordered = (name, order, parameters) => [`list: ${name}`, { ...page(...parameters), order }]
  return Object.fromEntries([
    ...each('list', page, searches),
    ['list: all sides', { ...page(), ask: { ...asking(), which: 'all' } }],
    ordered('a common word, oldest first', 'asc', [['q', 'customer']]),
    ordered('a common word, as recorded', 'recorded-desc', [['q', 'customer']]),
    ordered('one filter, as recorded', 'recorded', filters.slice(0, 1)),
    ordered('everything, as recorded', 'recorded-desc', []),
    ['list: a record as recorded', { ...page(['record', record]), order: 'recorded-desc' }],
    ...each('facets', facets, counted),
    ['facets: records, customers, batches', { ...facets(), dimensions: ['object', 'customer', 'batch'] }],
    ['facets: all dimensions', { ...facets(...lane), dimensions: facetDimensions }],
    ...each('histogram', histogram, counted),
    ['values: actor, nothing typed', complete('actor', '')],
    ['values: actor, two letters', complete('actor', 'ma')],
    ['values: action', complete('action', 'ord')],
    ['values: organization', complete('organization', 'a')],
    ['values: object', complete('object', 'o')],
    ['values: customer', complete('customer', 'a')],
    ['values: batch', complete('batch', '')],
    ['values: field', complete('field', 's')],
    ['batches', { what: 'batches', ask: asking(), limit: 50 }],
    ...(batch === undefined
      ? []
      : [
          ['batch page', { what: 'batch', id: batch, which: 'business' }],
          ['undo of a batch, 200', { what: 'undo', id: batch, limit: 200 }],
          ['downstream of a batch', { what: 'downstream', id: batch }],
        ]),
    ['cases: all', cases({})],
    ['cases: open, of one workflow', cases({ state: 'open', ...(values.workflow[0] ? { type: values.workflow[0] } : {}) })],
    ['cases: breaches', cases({ breaches: true })],
    ...(newest.case ? [['case', { what: 'case', ...newest.case }]] : []),
    ['record now', { what: 'state', record: recordId, atMs: lastMs }],
    ['record compared', { what: 'state', record: recordId, atMs: lastMs - 30 * DAY_MS, toMs: lastMs }],
    ['around an event, 5 minutes', { what: 'around', ask: asking(), seq: newest.seq, minutes: 5, limit: 25 }],
    ['effects of an event', { what: 'effects', id: newest.id }],
    ['export: a stretch of the tally', { what: 'tally', ask: asking(...lane), below: newest.seq }],
    ['export: 200 rows', { what: 'rows', ask: asking(...lane), order: 'recorded', below: newest.seq, form: 'ndjson' }],
    ['alerts: a stretch watched', { what: 'watch', from: Math.max(0, newest.seq - 1000), below: newest.seq, watched: [] }],
    [
      'alert tried over 30 days, a stretch',
      { what: 'hits', ask: asking(['source', source], ...month), order: 'desc', below: newest.seq, history: true },
    ],
  ])
}
