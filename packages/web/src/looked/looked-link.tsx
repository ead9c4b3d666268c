import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { isAnswered } from '../api/answered.ts'
import { requestJson } from '../api/request.ts'
import { m } from '../messages/messages.ts'
import { useReads } from '../people/use-session.ts'
import type { LookedAddress } from './looked-address.ts'

/** Whether this reader finds anything on the page; false while it is not known. */
export const useMayLook = (trail: string): boolean => useLooks(trail).mayLook

/** The same, and whether the server has said so. */
export function useLooks(trail: string) {
  const reads = useReads(trail)
  const enabled = reads?.categories.includes('trail') ?? false
  const looks = useQuery({
    queryKey: ['looks', trail],
    queryFn: ({ signal }) =>
      requestJson<{ readonly readable: boolean }>(`/v1/trails/${encodeURIComponent(trail)}/looks`, { signal }),
    enabled,
    staleTime: 300_000,
    retry: false,
  })
  return { mayLook: looks.data?.readable ?? false, isAnswered: !enabled || isAnswered(looks) }
}

/** Leads to who looked at something; nothing for those who would find nothing there. */
export function LookedLink({ trail, at }: { readonly trail: string; readonly at: LookedAddress }) {
  if (!useMayLook(trail)) return null
  return (
    <Link to="/t/$trail/looked" params={{ trail }} search={at}>
      {m.looked.link}
    </Link>
  )
}
