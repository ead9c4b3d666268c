import { showList } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import type { Grant, RoleText } from './people-api.ts'
import type { Right } from './session-api.ts'

const words = m.people.role
const categoryWords: { readonly [category: string]: string } = words.categoryWords
const rightWords: { readonly [right in Right]: string } = words.rightWords

export const categories = Object.keys(words.categoryWords)
export const allRights = Object.keys(words.rightWords) as readonly Right[]
export const sayCategory = (category: string): string => categoryWords[category] ?? category
export const sayRight = (right: Right): string => rightWords[right]

/** What a role reads, one phrase a grant. */
export const sayReads = ({ grants, rights }: RoleText): readonly string[] =>
  grants.length === 0 || !rights.includes('read') ? [words.nothing] : grants.map(sayGrant)

function sayGrant({ categories: some, actions, objects, organizations, sensitive }: Grant): string {
  const what =
    some === undefined || some.length === categories.length ? words.everything : showList(some.map((one) => sayCategory(one)))
  const limits = [
    actions && sayActions(actions),
    objects && fill(words.onlyObjects, { names: showList(objects) }),
    organizations && fill(words.onlyOrganizations, { names: showList(organizations) }),
    sensitive && words.sensitiveToo,
  ].filter((part) => part !== undefined && part !== false)
  return [what, ...limits].join('; ')
}

type TrailWord = keyof typeof words.trailWords

/** What the trail's own events are about whose actions begin so. */
const trailAbout: { readonly [beginning: string]: TrailWord } = {
  person: 'people',
  sign: 'people',
  session: 'people',
  password: 'people',
  second_factor: 'people',
  recovery_codes: 'people',
  role: 'roles',
  viewed_as: 'roles',
  key: 'keys',
  catalogue: 'catalogue',
  zone: 'time',
  view_: 'views',
  alert_c: 'alerts',
  alert_r: 'alerts',
  forwarder: 'copies',
  review: 'reviews',
  created: 'log',
  opened: 'log',
  gap: 'log',
  epoch: 'log',
  checkpoint: 'log',
  hold: 'log',
  retention: 'log',
  erased: 'log',
  history: 'log',
}

/** The trail's own actions by what they are about; others by their names, as the catalogue writes them. */
function sayActions(actions: readonly string[]): string {
  const about = actions.map((action) => trailAbout[/^trail\.(\w+)\*$/.exec(action)?.[1] ?? ''])
  const known = new Set(about.filter((word) => word !== undefined))
  return about.every((word) => word !== undefined)
    ? fill(words.onlyTrail, { names: showList([...known].map((word) => words.trailWords[word])) })
    : fill(words.onlyActions, { names: showList(actions) })
}

/** What a role may do beyond reading, in words. */
export function sayMay({ rights }: RoleText): string {
  const more = rights.filter((right) => right !== 'read')
  return more.length === 0 ? words.mayOnlyNothing : showList(more.map(sayRight))
}
