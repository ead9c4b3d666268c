// Invented events in Daybook's wire format, the same for the same seed: the load of every benchmark here.
// About 600 bytes an event; a back office with 12 organizations, 600 people, imports in bursts.
const words = (text) => text.split(' ')
const GIVEN = words('Anna Bela Cem Dana Edgar Flora Goran Hilda Ines Jarek Kaia Ludo Mina Noor Otto Pia Ruben Selma Tariq Vera')
const FAMILY = words(
  'Adler Brandt Celik Dorn Egger Fuchs Gruber Hahn Isler Jansen Kern Lorenz Maier Neri Orban Pohl Reiter Sauer Thoma Vogt',
)
const FIRMS = words('Amber Basalt Cobalt Dolomite Emerald Flint Garnet Heliotrope Iris Jasper Kyanite Lapis')
const PROSE = words(
  'customer asked for a correction after the second invoice because goods arrived damaged and the depot confirmed it manager agreed to an exception under the spring terms',
)
const FIELDS = {
  order: ['status', 'carrier', 'depot', 'total', 'discount', 'priority'],
  customer: ['status', 'plan', 'owner', 'credit_limit', 'segment', 'notes'],
  ticket: ['status', 'assignee', 'queue', 'subject'],
  invoice: ['status', 'due_date', 'amount', 'memo'],
  refund: ['status', 'amount', 'approver'],
}
const TYPES = Object.keys(FIELDS)
const STATUS = words('draft pending_review approved rejected shipped completed cancelled reopened active trial')
const SOURCES = [
  ['user_action', 'back-office'],
  ['user_action', 'crm-web'],
  ['admin_action', 'admin-panel'],
  ['automation', 'stale-ticket-closer'],
  ['api', 'partner-api'],
  ['webhook', 'payments'],
  ['background_job', 'nightly-sync'],
  ['bulk_import', 'csv-import'],
]
const ACTORS = { automation: 'automation', api: 'api_client', webhook: 'webhook', background_job: 'scheduled_job' }
const VERBS = words('created updated updated updated status_changed status_changed approved viewed')

/** xorshift32: small, seeded, good enough for load. */
function randomFrom(seed) {
  let state = seed | 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** A function that returns the next event, times ascending over 90 days from 2026-06-01. */
export function inventEvents(total, seed = 7) {
  const random = randomFrom(seed * 2654435761)
  const pick = (list) => list[random(list.length)]
  const hex = (value, digits) => value.toString(16).padStart(digits, '0')
  const prose = (least) => Array.from({ length: least + random(6) }, () => pick(PROSE)).join(' ')
  const start = Date.UTC(2026, 5, 1)
  const valueFor = (field) => {
    if (field === 'status') return pick(STATUS)
    if (/total|amount|limit|discount/.test(field)) return `${random(90000)}.${hex(random(90) + 10, 2)}`.replace(/[a-f]/g, '0')
    if (/owner|assignee|approver/.test(field)) return `${pick(GIVEN)} ${pick(FAMILY)}`
    if (/notes|memo|subject/.test(field)) return prose(4)
    return field === 'due_date'
      ? new Date(start + random(7776000) * 1000).toISOString().slice(0, 10)
      : `${pick(PROSE)}-${random(40)}`
  }
  let index = 0
  return () => {
    const at = start + Math.floor((index / total) * 7_776_000_000)
    const [source, name] = pick(SOURCES)
    const type = pick(TYPES)
    const verb = pick(VERBS)
    const person = random(600)
    const organization = person % 12
    const human = !(source in ACTORS)
    const number = 1000 + random(Math.max(2000, total >> 3))
    const count = verb === 'viewed' ? 0 : verb === 'updated' || verb === 'created' ? 1 + random(3) : 1
    const fields = FIELDS[type]
    const from = count === 1 && verb !== 'updated' ? 0 : random(fields.length)
    const event = {
      id: `${hex(Math.floor(at / 65536), 8)}-${hex(at % 65536, 4)}-7${hex(random(4096), 3)}-8${hex(random(4096), 3)}-${hex(random(0xffffff), 6)}${hex(index % 0x1000000, 6)}`,
      action: `${type}.${verb}`,
      occurredAt: new Date(at).toISOString(),
      actor: human
        ? {
            type: source === 'admin_action' ? 'admin' : 'user',
            id: `u_${person}`,
            name: `${GIVEN[person % 20]} ${FAMILY[(person >> 2) % 20]}`,
            roles: ['support_agent'],
          }
        : { type: ACTORS[source], id: name, name },
      source: { type: source, name, requestId: `req_${hex(random(0x7fffffff), 8)}${hex(random(0x7fffffff), 8)}` },
      object: {
        type,
        id: String(number),
        name: type === 'customer' ? `${FIRMS[number % 12]} Ltd` : `${type[0].toUpperCase()}${type.slice(1)} #${number}`,
      },
      organization: { id: `org_${organization}`, name: `${FIRMS[organization]} Group` },
      outcome: 'success',
    }
    if (count > 0) {
      event.changes = Array.from({ length: count }, (_, k) => {
        const field = fields[(from + k) % fields.length]
        return verb === 'created' ? { field, after: valueFor(field) } : { field, before: valueFor(field), after: valueFor(field) }
      })
    }
    if (type !== 'customer' && random(2)) event.customer = { id: `c_${number % 977}`, name: `${FIRMS[number % 12]} Ltd` }
    if (random(3) === 0) event.reason = prose(6)
    index++
    return event
  }
}

/** `count` events as NDJSON lines. */
export function inventLines(count, seed) {
  const next = inventEvents(count, seed)
  return Array.from({ length: count }, () => JSON.stringify(next()))
}
