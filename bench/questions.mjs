// Ten kinds of lists as people ask for them, over the invented events. Each call asks for another value.
const DAY_MS = 86_400_000
const START_MS = Date.UTC(2026, 5, 1)
const WORDS = ['damaged', 'correction', 'exception', 'confirmed', 'invoice', 'depot', 'terms', 'customer']
const BEGINNINGS = ['dam', 'corr', 'exc', 'conf', 'inv', 'man', 'ter', 'cus']
const SOURCES = ['user_action', 'admin_action', 'bulk_import']
const TYPES = ['order', 'ticket', 'invoice', 'refund']

const at = (list, k) => list[k % list.length]
const time = (ms) => new Date(ms).toISOString()

/** Thirty of the ninety days that the events stand in. */
export const thirtyDays = (k) => {
  const from = START_MS + ((k * 7) % 58) * DAY_MS
  return [
    ['from', time(from)],
    ['to', time(from + 30 * DAY_MS)],
  ]
}

/** By kind: the parameters of its k-th call. */
export const lists = {
  latest: () => [],
  actor: (k) => [['actor', `u_${(k * 37) % 600}`]],
  record: (k) => [['record', `${at(TYPES, k)}/${1000 + ((k * 131) % 2000)}`]],
  'three filters, 30 days': (k) => [
    ['action', `${at(TYPES, k)}.updated`],
    ['source', at(SOURCES, k)],
    ['organization', `org_${k % 12}`],
    ...thirtyDays(k),
  ],
  'five filters': (k) => [
    ['action', `${at(TYPES, k)}.status_changed`],
    ['source', 'user_action'],
    ['organization', `org_${k % 12}`],
    ['actorType', 'user'],
    ['field', 'status'],
  ],
  word: (k) => [['q', at(WORDS, k)]],
  'word and organization': (k) => [['q', `${at(WORDS, k)} organization:org_${k % 12}`]],
  not: (k) => [['q', `organization:org_${k % 12} -source:user_action -action:*.viewed`]],
  'after:>': (k) => [['q', `field:amount after:>${20_000 + ((k * 997) % 60_000)}`]],
  prefix: (k) => [['q', `${at(BEGINNINGS, k)}*`]],
}

/** What is counted beside a list: of thirty days, and of a word. */
export const counted = { '30 days': thirtyDays, 'a word': (k) => [['q', at(WORDS, k)]] }
export const countedFields = 'actor,actorType,action,source,organization,field,outcome'

export const queryText = (parameters) => new URLSearchParams(parameters).toString()
