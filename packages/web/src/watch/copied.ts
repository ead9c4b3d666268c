import { useQuery } from '@tanstack/react-query'
import { getRoles, type TrailRole } from '../people/people-api.ts'
import { useSession } from '../people/use-session.ts'
import type { ForwarderSettings } from './watch-api.ts'

/** What somebody may have copied to another system. */
export interface Copied {
  readonly roles: readonly TrailRole[]
  /** The roles whose events they may have copied; undefined for an owner, who may copy everything. */
  readonly held: readonly TrailRole[] | undefined
}

/** Undefined while it is not known. */
export function useCopied(trail: string): Copied | undefined {
  const roles = useQuery({ queryKey: ['roles', trail], queryFn: ({ signal }) => getRoles(trail, signal) })
  const session = useSession()
  if (!roles.data || !session) return undefined
  const names = session.roles[trail]?.map(({ name }) => name) ?? []
  return { roles: roles.data, held: session.owner ? undefined : roles.data.filter(({ name }) => names.includes(name)) }
}

const readsSomething = ({ grants, rights }: TrailRole): boolean => grants.length > 0 && rights.includes('read')

const isOwn = ({ categories }: TrailRole['grants'][number]): boolean => categories?.every((one) => one === 'trail') ?? false

/** True where nothing but the trail's own events is read by these roles. */
const readOnlyOwn = (roles: readonly TrailRole[]): boolean => roles.length > 0 && roles.every(({ grants }) => grants.every(isOwn))

/** The roles that a form offers: of whoever is no owner their own that read something, beside those that are set already. */
export const offeredRoles = ({ roles, held }: Copied, set: readonly string[]): readonly TrailRole[] =>
  held === undefined ? roles : roles.filter((role) => set.includes(role.name) || (held.includes(role) && readsSomething(role)))

/** Whether there is anything that they may have copied. */
export const mayCopy = (copied: Copied): boolean => copied.held === undefined || offeredRoles(copied, []).length > 0

/** The same settings for a new receiver, with the one role that there is to choose, and what it reads. */
export const begunWith = (settings: ForwarderSettings, copied: Copied): ForwarderSettings => {
  const offered = copied.held === undefined ? [] : offeredRoles(copied, [])
  const [only] = offered
  return only && offered.length === 1 ? { ...settings, roles: [only.name], own: readOnlyOwn(offered) } : settings
}

const whatLeaves = ({ receiver, roles, q, own }: ForwarderSettings): string => JSON.stringify([receiver, roles, q, own])

/** Whether the server takes it from them: a name may be changed by every administrator, what leaves only as they read it. */
export const isTaken = (asked: ForwarderSettings, before: ForwarderSettings | undefined, { held }: Copied): boolean =>
  held === undefined ||
  (before !== undefined && whatLeaves(asked) === whatLeaves(before)) ||
  (asked.roles.length > 0 && asked.roles.every((role) => held.some(({ name }) => name === role)))

/** True where nothing would ever be sent: the roles read the trail's own events, and these are left out. */
export const sendsNothing = ({ roles, own }: ForwarderSettings, copied: Copied): boolean =>
  !own && readOnlyOwn(copied.roles.filter(({ name }) => roles.includes(name)))
