// What people of the firm have Daybook watch for them, set over the same API as its pages use, each in their own session.
// Alerts look at what is recorded from then on: the year that is loaded fires none, and the first that fires is about the
// people and keys of the trail itself, which are made while it is looking.
import { financeLead } from './history/people.ts'

const nora = 'nora.ellis@tidewater.example'

const alertsOf = {
  [nora]: [
    {
      name: 'People and keys of this trail',
      q: 'action:trail.person_invited,trail.key_created,trail.key_revoked',
      lane: 'own',
      cooldownMinutes: 10,
    },
    { name: 'Customers exported', q: 'action:customer.exported', lane: 'access' },
    {
      name: 'Failed sign-ins, close together',
      q: 'action:user.sign_in_failed,trail.sign_in_failed',
      atLeast: 3,
      withinMinutes: 60,
    },
    { name: 'The accounting integration failed', q: 'action:integration.sync_failed', lane: 'system' },
  ],
  [financeLead.email]: [
    {
      name: 'Three prices overridden in a day',
      q: 'action:order.price_overridden',
      lane: 'business',
      atLeast: 3,
      withinMinutes: 1440,
    },
  ],
}

/** Whoever watches before the others come, so that their coming is seen. */
export const comesFirst = ({ email }) => email === nora

/**
 * Sets what somebody watches, and signs off the first look at the log where that is theirs to do. `cookie` is that of a
 * session of theirs, which is ended.
 */
export async function startWatching({ url, trail, email, cookie }) {
  const own = `/v1/trails/${trail}`
  const ask = async (method, path, body) => {
    const headers = { cookie, origin: new URL(url).origin, 'content-type': 'application/json' }
    const answer = await fetch(new URL(path, url), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const said = answer.status === 204 ? {} : await answer.json()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${said.detail}`)
    return said
  }
  for (const alert of alertsOf[email] ?? []) await ask('POST', `${own}/alerts`, alert)
  if (email === nora) {
    const { range, isWhole } = await ask('GET', `${own}/reviews/log`)
    const note = 'The first look at a new trail: it was made today, by the command on the machine, and nobody has read it yet.'
    if (isWhole && range.to > 0) await ask('POST', `${own}/reviews`, { kind: 'log', to: range.to, note })
  }
  await ask('DELETE', '/v1/session')
}
