import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { isNotFound, isSignedOut } from '../api/request.ts'
import { showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { Command } from '../text/command.tsx'
import { Text } from '../text/text.tsx'
import { type Alarm, forget, memoryText, onMemoryChange, recall, type Sighting } from './memory.ts'

const watchMs = 60_000

/** Watches the trail on its own while it is open, and says so, at the top and to stay, if it does not continue. */
export function AlarmBanner({ trail }: { readonly trail: string }) {
  const watched = useQuery({
    queryKey: ['watch', trail],
    queryFn: async () => (await (await import('./witness.ts')).watch(trail)) ?? null,
    refetchInterval: watchMs,
    staleTime: watchMs,
    retry: false,
  })
  useSyncExternalStore(onMemoryChange, () => memoryText(trail))
  const held = recall(trail)
  const found = watched.data?.state === 'alarm' ? watched.data : undefined
  const alarm = held?.alarm ?? found?.alarm
  const sighting = held ?? found?.sighting
  if (!alarm || !sighting) return <Unsure error={watched.error} seenBefore={held !== undefined} />
  return <Banner alarm={alarm} sighting={sighting} startOver={() => void startOver()} />

  async function startOver() {
    forget(trail)
    await watched.refetch()
  }
}

/** That it could not be checked is said too: a server that only ever fails to answer must not pass for one that holds. */
function Unsure({ error, seenBefore }: { readonly error: Error | null; readonly seenBefore: boolean }) {
  // Without a checkpoint there is nothing to check yet; where one was seen, that it is gone is worth a word.
  if (!error || isSignedOut(error) || (isNotFound(error) && !seenBefore)) return null
  return (
    <p className="notice alarm-unsure" role="status">
      {m.alarm.unsure}
      <Text>{error.message === '' ? m.app.unreachable : error.message}</Text>
    </p>
  )
}

interface BannerProps {
  readonly alarm: Alarm
  readonly sighting: Sighting
  readonly startOver: () => void
}

function Banner({ alarm, sighting, startOver }: BannerProps) {
  return (
    <section className="alarm" role="alert" aria-labelledby="alarm-title">
      <h2 id="alarm-title">{m.alarm.title}</h2>
      <p>
        <Text>{whatHappened(alarm, sighting)}</Text>
      </p>
      <p>{m.alarm.lead}</p>
      <details>
        <summary>{m.alarm.details}</summary>
        <Command text={[sighting.note, alarm.note, sighting.policy].join('\n')} />
        <StartOver startOver={startOver} />
      </details>
    </section>
  )
}

function whatHappened(alarm: Alarm, { seen, size, origin }: Sighting): string {
  const sizes = { before: showCount(size), date: showDateAndTime(seen) }
  if (alarm.kind === 'origin') return fill(m.alarm.origin, { ...sizes, now: alarm.now, before: origin })
  if (alarm.kind === 'shorter') return fill(m.alarm.shorter, { ...sizes, now: showCount(Number(alarm.now)) })
  return fill(m.alarm[alarm.kind], sizes)
}

/** Asks twice: what is thrown away here is evidence. */
function StartOver({ startOver }: Pick<BannerProps, 'startOver'>) {
  const [asked, setAsked] = useState(false)
  if (!asked)
    return (
      <button type="button" className="button button-quiet" onClick={() => setAsked(true)}>
        {m.alarm.reset}
      </button>
    )
  return (
    <>
      <p>{m.alarm.resetSure}</p>
      <button type="button" className="button" onClick={() => setAsked(false)}>
        {m.alarm.keep}
      </button>{' '}
      <button type="button" className="button" onClick={startOver}>
        {m.alarm.resetYes}
      </button>
    </>
  )
}
