// Accounts for people of the firm, one for each role a trail has at first, so that its trail can be read as each of them.
// Their passwords are made for this data folder and kept beside it, owner-only; a real firm invites its people by link.
import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finance, financeLead, itAdmin, jacob, maria } from './history/people.ts'
import { comesFirst, startWatching } from './watching.mjs'

const outside = (name, email) => ({ name, email })
const firm = [
  { ...jacob, roles: ['support'] },
  { ...maria, roles: ['operations'] },
  { ...finance[0], roles: ['finance'] },
  { ...financeLead, roles: ['management', 'finance'] },
  { ...outside('Nora Ellis', 'nora.ellis@tidewater.example'), roles: ['security'] },
  { ...outside('Paul Fenwick', 'paul@fenwick-audit.example'), roles: ['auditor'] },
  { ...outside('Kofi Mensah', 'kofi.mensah@tidewater.example'), roles: ['engineer'] },
  { ...itAdmin, roles: ['administrator'] },
]

/**
 * Makes the accounts that are missing. `data` is Daybook's folder, whose running server it asks as the command on the same
 * machine does; `toolData` is where the passwords are kept. Answers one line a person for the terminal.
 */
export async function makePeople({ data, toolData, trail }) {
  const kept = join(toolData, 'people.json')
  const passwords = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {}
  const { url, token } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'))
  const ask = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
    const said = answer.status === 204 ? {} : await answer.json()
    // Somebody who is there already stays as they are.
    if (!answer.ok && said.code !== 'person_exists') throw new Error(`${path} answered ${answer.status}: ${said.detail}`)
    return { said, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] }
  }
  const welcome = async ({ name, email, roles }) => {
    const { said } = await ask('POST', `/v1/trails/${trail}/readers`, { email, name, roles })
    if (!said.link) return
    passwords[email] = newPassword()
    const { cookie } = await ask('PUT', '/v1/person-link', { token: said.link.split('#')[1], password: passwords[email] })
    if (cookie) await startWatching({ url, trail, email, cookie })
  }
  await Promise.all(firm.filter(comesFirst).map(welcome))
  await Promise.all(firm.filter((person) => !comesFirst(person)).map(welcome))
  writeFileSync(kept, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 })
  return firm.flatMap(({ email, roles }) =>
    passwords[email] === undefined ? [] : [`${roles.join(', ').padEnd(20)} ${email.padEnd(32)} ${passwords[email]}`],
  )
}

/** 75 random bits in three groups, without letters that are taken for one another. */
function newPassword() {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}
