import { requestJson } from '../api/request.ts'

/** What somebody may do on a trail; as the server names it. */
export type Right = 'read' | 'export' | 'reveal' | 'annotate' | 'alert' | 'review' | 'administer'

export interface NamedRole {
  readonly name: string
  readonly label: string
}

export interface ViewAs {
  readonly trail: string
  readonly roles: readonly string[]
}

/** What somebody may read on a trail, in the large. */
export interface Reads {
  readonly everything: boolean
  /** Also some of what the catalogue calls sensitive, such as exports of data. */
  readonly sensitive: boolean
  /** Of no other category is there any event for this reader. */
  readonly categories: readonly string[]
}

interface NamedView extends ViewAs {
  /** The roles as people know them. */
  readonly labels: readonly string[]
}

/** Whoever is signed in, what they reach, and what they may do there. */
export interface Session {
  readonly who: { readonly type: string; readonly id: string; readonly name: string; readonly email?: string }
  readonly expiresAt: string | null
  readonly owner: boolean
  readonly trails: readonly string[]
  readonly roles: { readonly [trail: string]: readonly NamedRole[] }
  readonly rights: { readonly [trail: string]: readonly Right[] }
  readonly reads: { readonly [trail: string]: Reads }
  /** By trail that one reads: what people call the roles that hidden values are kept for. */
  readonly roleLabels: { readonly [trail: string]: { readonly [role: string]: string } }
  readonly viewAs: NamedView | null
  /** What has to be set up before anything else opens. */
  readonly owes: 'second_factor' | null
  /** Of a session by the machine's own link: whether there is the account of an owner. */
  readonly ownerMade?: boolean
}

export const getSession = (signal?: AbortSignal) => requestJson<Session>('/v1/session', { signal })
/** The provider that people can sign in through, as the sign-in page calls it. */
export const getSignOn = (signal?: AbortSignal) =>
  requestJson<{ readonly provider: { readonly name: string } | null }>('/v1/sign-on', { signal })
export const closeSession = () => requestJson<unknown>('/v1/session', { method: 'DELETE' })
