import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { requestJson } from '../api/request.ts'
import { m } from '../messages/messages.ts'
import { useReads } from '../people/use-session.ts'
import type { LookedAddress } from './looked-address.ts'

/** Whether this reader finds anything on the page; false while it is not known. */
export function useMayLook(trail: string): boolean {
  const reads = useReads(trail)
  const looks = useQuery({
    queryKey: ['looks', trail],
    queryFn: ({ signal }) =>
      requestJson<{ readonly readable: boolean }>(`/v1/trails/${encodeURIComponent(trail)}/looks`, { signal }),
    enabled: reads?.categories.includes('trail') ?? false,
    staleTime: 300_000,
    retry: false,
  })
  return looks.data?.readable ?? false
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
