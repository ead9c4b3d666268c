import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isAnswered } from '../api/answered.ts'
import { getTrail, tellVerified } from '../api/daybook-api.ts'
import { showDuration } from '../format/duration.ts'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import type { Continuity } from '../proof/witness.ts'
import { Command } from '../text/command.tsx'
import { ToCome } from '../text/to-come.tsx'
import { CheckFile } from './check-file.tsx'
import { CheckPart } from './check-part.tsx'
import { Gaps, useProducers } from './gaps.tsx'

/** Is the record intact? What this browser itself has checked, since when, and how to check it without this server. */
export function VerifyPage() {
  const { trail } = useParams({ strict: false })
  return trail === undefined ? null : <Verify key={trail} trail={trail} />
}

function Verify({ trail }: { readonly trail: string }) {
  const about = useQuery({
    queryKey: ['trail', trail],
    queryFn: ({ signal }) => getTrail(trail, signal),
    refetchInterval: 10_000,
  })
  // The same question as the banner's on every page of the trail, asked once.
  const watched = useQuery({
    queryKey: ['watch', trail],
    queryFn: async () => (await (await import('../proof/witness.ts')).watch(trail)) ?? null,
    retry: false,
  })
  const producers = useProducers(trail)
  useTellVerified(trail, watched.data, watched.dataUpdatedAt)
  return (
    <section className="trust" aria-labelledby="verify">
      <title>{`${m.trust.title} · ${m.app.name}`}</title>
      <h1 id="verify">{m.trust.title}</h1>
      {watched.isPending && <p className="quiet to-come">{m.proof.checking}</p>}
      {watched.error && <Failure error={watched.error} retry={() => void watched.refetch()} />}
      {watched.data === null && <p className="note">{m.trust.empty}</p>}
      {watched.data && <Verdict continuity={watched.data} />}
      <button type="button" className="button" onClick={() => void watched.refetch()} disabled={watched.isFetching}>
        {m.proof.again}
      </button>
      <section className="start-part" aria-labelledby="known">
        <h2 id="known">{m.trust.known}</h2>
        <ul className="items">
          {about.data && (
            <li>
              {fill(m.trust.entries, {
                count: showCount(about.data.size),
                events: showCount(about.data.events),
                own: showCount(about.data.size - about.data.events),
              })}
            </li>
          )}
          <Gaps trail={trail} />
          <li>{m.trust.anchor}</li>
          <li>{m.trust.limits}</li>
        </ul>
      </section>
      {!isAnswered(producers) && <ToCome />}
      <section className="start-part" aria-labelledby="part">
        <h2 id="part">{m.trust.part}</h2>
        <p className="quiet">{m.trust.partLead}</p>
        <CheckPart trail={trail} />
        <section className="trust-part" aria-labelledby="file">
          <h3 id="file">{m.trust.file}</h3>
          <CheckFile trail={trail} />
        </section>
      </section>
      <section className="start-part" aria-labelledby="offline">
        <h2 id="offline">{m.proof.offline}</h2>
        <p>{m.proof.offlineLead}</p>
        <Command text={commands(trail)} />
      </section>
    </section>
  )
}

/** That somebody verified is on the record: what this browser found, as often as it looked on this page. */
function useTellVerified(trail: string, continuity: Continuity | null | undefined, at: number): void {
  useEffect(() => {
    if (!continuity || at === 0) return
    const outcome = continuity.state === 'alarm' ? 'broken' : 'held'
    const size = continuity.state === 'alarm' ? 0 : continuity.sighting.size
    // Whoever may not tell has verified all the same.
    tellVerified(trail, { outcome, size }).catch(() => undefined)
  }, [trail, continuity, at])
}

const commands = (trail: string): string =>
  [
    `daybook trail policy ${trail} > policy.txt`,
    `daybook export --trail ${trail} --format bundle --out bundle`,
    'daybook verify bundle --policy policy.txt',
  ].join('\n')

function Verdict({ continuity }: { readonly continuity: Continuity }) {
  if (continuity.state === 'alarm') return <p className="notice notice-bad">{m.alarm.title}</p>
  const { sighting } = continuity
  const since = continuity.state === 'continues' ? sighting.firstSeen : sighting.seen
  // A checkpoint is a second old when the next one comes.
  const age = Math.max(1_000, Date.now() - Date.parse(sighting.seen))
  return (
    <p className="verdict" role="status">
      {fill(continuity.state === 'first' ? m.trust.first : m.trust.holds, {
        age: showDuration(age),
        since: showDateAndTime(since),
        count: showCount(sighting.size),
      })}
    </p>
  )
}
