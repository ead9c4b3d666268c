import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { getTrail } from '../api/daybook-api.ts'
import { CopyLinkKey } from '../keys/copy-link.tsx'
import { PageKeys } from '../keys/page-keys.tsx'
import { m } from '../messages/messages.ts'
import { useSessionQuery } from '../people/use-session.ts'
import { AlarmBanner } from '../proof/alarm-banner.tsx'
import { tellTeamZone, useZone } from '../zone/zone.ts'
import { ClosedPage } from './failure.tsx'
import { isClosed, isForSome } from './places.ts'
import { TrailNav } from './trail-nav.tsx'

/** The team's zone is the trail's to say; until it has, there is none to choose. */
function useTeamZone(trail: string | undefined): void {
  const about = useQuery({
    queryKey: ['trail', trail],
    queryFn: ({ signal }) => getTrail(trail ?? '', signal),
    enabled: trail !== undefined,
  })
  const zone = about.data?.zone
  useEffect(() => {
    if (zone !== undefined) tellTeamZone(zone ?? undefined)
  }, [zone])
}

/** What every page of a trail has: the ways to the others, its keys, and the alarm if the trail is not what this browser saw before. */
export function TrailFrame() {
  const { trail } = useParams({ strict: false })
  const zone = useZone()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { data: session, isPending } = useSessionQuery(false)
  const [rights, reads] = [session?.rights[trail ?? ''], session?.reads[trail ?? '']]
  useTeamZone(trail)
  if (trail === undefined) return null
  return (
    <>
      <TrailNav trail={trail} rights={rights} />
      <AlarmBanner key={trail} trail={trail} />
      {/* Every time on the page is told anew in the zone that was chosen. */}
      {isPending && isForSome(path, trail) ? (
        <p className="quiet">{m.app.loading}</p>
      ) : isClosed(path, trail, rights, reads) ? (
        <ClosedPage />
      ) : (
        <Outlet key={zone} />
      )}
      <PageKeys trail={trail} />
      <CopyLinkKey />
    </>
  )
}
