import type { MadeBy } from '@daybook/core'
import { Link } from '@tanstack/react-router'
import type { StateAnswer } from '../api/record-api.ts'
import { showDate, showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Text } from '../text/text.tsx'

interface ExistenceProps {
  readonly trail: string
  readonly state: StateAnswer
  /** Only what is out of the ordinary. */
  readonly brief?: boolean
}

/** Whether it was there, since when the trail knows of it, and what nobody can know from the trail. */
export function Existence({ trail, state, brief = false }: ExistenceProps) {
  const { exists, firstSeenAt, laterSeenAt, endedBy, returnedBy } = state
  if (endedBy) return <ByEvent trail={trail} words={m.record.gone} by={endedBy} className="notice notice-bad" />
  if (laterSeenAt !== undefined) {
    const words = exists === 'no' ? m.record.notBegun : m.record.notYet
    return <p className="notice">{fill(words, { date: showDate(laterSeenAt) })}</p>
  }
  return (
    <>
      {returnedBy && <ByEvent trail={trail} words={m.record.returned} by={returnedBy} className="notice" />}
      {firstSeenAt !== undefined && !brief && (
        <p className="quiet">{fill(m.record.firstSeen, { date: showDate(firstSeenAt) })}</p>
      )}
    </>
  )
}

interface ByEventProps {
  readonly trail: string
  readonly words: string
  readonly by: MadeBy
  readonly className: string
}

function ByEvent({ trail, words, by, className }: ByEventProps) {
  const text = fill(words, {
    actor: by.actor?.name ?? by.actor?.id ?? m.actorTypes.unknown,
    time: showDateAndTime(by.occurredAt),
  })
  return (
    <p className={className}>
      <Text>{text}</Text>{' '}
      {by.id !== undefined && (
        <Link to="/t/$trail/events/$id" params={{ trail, id: by.id }} search={{}}>
          {m.workflow.openEvent}
        </Link>
      )}
    </p>
  )
}
