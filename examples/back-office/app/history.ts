import { html, type Markup } from './html.ts'
import type { Row } from './store.ts'
import type { Person } from './tool.ts'

export interface HistoryPlace {
  /** Address of the trail's HTTP interface. */
  readonly url: string
  /** A key that may read it. It stays on this side; browsers get tokens. */
  readonly key: string
  /** Where people open the tool. */
  readonly origins: readonly string[]
}

/**
 * A token that shows one record's history to one person on the pages of this tool, for a quarter of an hour. Undefined where
 * the trail does not answer: a page without its history is better than no page.
 */
export const historyToken = async (
  { url, key, origins }: HistoryPlace,
  { type, id }: Pick<Row, 'type' | 'id'>,
  person: Person,
  at: string,
): Promise<string | undefined> => {
  try {
    const answer = await fetch(`${url}/embed-tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        object: { type, id },
        reader: { id: person.id, name: person.name, roles: [trailRole(person)] },
        origin: origins.find((origin) => origin === at) ?? origins[0],
      }),
      signal: AbortSignal.timeout(2_000),
    })
    return answer.ok ? ((await answer.json()) as { token: string }).token : undefined
  } catch {
    return undefined
  }
}

/** What somebody is to the tool, as the trail knows it: its roles say which events they may read. */
const trailRole = ({ role }: Person): string => {
  if (role.startsWith('Finance')) return 'finance'
  return role.startsWith('Support') ? 'support' : 'operations'
}

/** The element itself; `history.js` gives it the way to a new token. */
export const historyOf = ({ url }: HistoryPlace, { type, id }: Row, token: string, page: string): Markup =>
  html`<daybook-history object="${`${type}:${id}`}" server="${url}" token="${token}" href="${page}" limit="10"></daybook-history>
<script type="module" src="${new URL('/widget/daybook-history.js', url).href}"></script>
<script type="module" src="/history.js"></script>`

/** What the tool's policy has to allow: Daybook's element, calls to the trail, and the policy that Lit makes its templates by. */
export const historyPolicy = ({ url }: HistoryPlace): string => {
  const { origin } = new URL(url)
  return `script-src 'self' ${origin}/widget/; connect-src 'self' ${origin}; require-trusted-types-for 'script'; trusted-types lit-html`
}
