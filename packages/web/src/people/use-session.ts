import { useQuery } from '@tanstack/react-query'
import { isAnswered } from '../api/answered.ts'
import { getSession, type Reads, type Right, type Session } from './session-api.ts'

/** Whoever is signed in; undefined while that is not known, and where nobody is. The frame of the pages asks, all others hear. */
export function useSession(): Session | undefined {
  return useSessionQuery(false).data
}

export const useSessionQuery = (enabled: boolean) =>
  useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => getSession(signal),
    // Rights change while a page is open: it asks again when it is looked at again.
    staleTime: 60_000,
    refetchOnWindowFocus: true,
    enabled,
  })

/** Whether it is known who is signed in and what they may do, or could not be learnt. */
export const useIsSessionAnswered = (): boolean => isAnswered(useSessionQuery(false))

const none: ReadonlySet<Right> = new Set()

/** What may be done on a trail, through the roles of a view where there is one. Nothing while it is not known. */
export function useRights(trail: string): ReadonlySet<Right> {
  const rights = useSession()?.rights[trail]
  return rights === undefined ? none : new Set(rights)
}

/** What may be read on a trail, through the roles of a view where there is one; undefined while it is not known. */
export function useReads(trail: string): Reads | undefined {
  return useSession()?.reads[trail]
}

/** The roles through which a trail is seen: those of a view, or one's own. Empty for the link of the machine. */
export const rolesSeenThrough = ({ viewAs, roles }: Session, trail: string): readonly string[] =>
  viewAs?.trail === trail ? viewAs.roles : (roles[trail] ?? []).map(({ name }) => name)
