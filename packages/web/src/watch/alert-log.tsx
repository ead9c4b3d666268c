import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { showDateAndTime } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { Failure } from '../pages/failure.tsx'
import { Text } from '../text/text.tsx'
import { FiringTold } from './firing-told.tsx'
import { sayTarget } from './rule-words.ts'
import { type Alert, type AlertFiring, getAlertLog } from './watch-api.ts'

const words = m.watch.alerts

/** When a rule fired, whom it told, and what came of each try. */
export function AlertLog({ trail, alert }: { readonly trail: string; readonly alert: Alert }) {
  const [open, setOpen] = useState(alert.unread > 0)
  const log = useQuery({
    queryKey: ['alert log', trail, alert.id],
    queryFn: ({ signal }) => getAlertLog(trail, alert.id, signal),
    enabled: open,
    refetchInterval: 15_000,
    staleTime: 5_000,
  })
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.log}</summary>
      {log.error && !log.data && <Failure error={log.error} retry={() => void log.refetch()} />}
      {log.data?.length === 0 && <p className="quiet">{words.logNone}</p>}
      <ol className="watch-log">
        {log.data?.map((firing) => (
          <OneFiring key={firing.id} trail={trail} firing={firing} />
        ))}
      </ol>
    </details>
  )
}

function OneFiring({ trail, firing }: { readonly trail: string; readonly firing: AlertFiring }) {
  const { at, isRead, told } = firing
  return (
    <li>
      <p className="firing">
        {!isRead && <span className="mark mark-new">{words.isNew}</span>}
        <time dateTime={at}>{showDateAndTime(at)}</time>
        <FiringTold trail={trail} firing={firing} />
      </p>
      <ul>
        {told.map(({ target, state, nextTry, attempts }) => (
          <li key={sayTarget(target)} className="quiet">
            <span className={state === 'delivered' ? 'mark mark-good' : state === 'gave_up' ? 'mark mark-bad' : 'mark'}>
              {words.states[state]}
            </span>{' '}
            <Text>{sayTarget(target)}</Text>
            {attempts
              .filter(({ ok }) => !ok)
              .slice(-3)
              .map((attempt) => (
                <p key={attempt.at}>
                  <time dateTime={attempt.at}>{showDateAndTime(attempt.at)}</time>: <Text>{attempt.said}</Text>
                </p>
              ))}
            {nextTry !== null && attempts.length > 0 && <p>{fill(words.nextTry, { time: showDateAndTime(nextTry) })}</p>}
          </li>
        ))}
      </ul>
    </li>
  )
}
