import { dayAfter, dayStart, instantIn, wallClockAt } from '@daybook/core'
import { useId } from 'react'
import { m } from '../messages/messages.ts'
import { currentZone } from './zone.ts'

interface MomentFieldProps {
  readonly label: string
  /** RFC 3339, or none. */
  readonly moment: string | undefined
  readonly choose: (moment: string | undefined) => void
}

/** A day in the reader's zone; its end is meant until an hour is chosen too. What is chosen is an instant, wherever it is read. */
export function MomentField({ label, moment, choose }: MomentFieldProps) {
  const id = useId()
  const zone = currentZone()
  const [day = '', hour = ''] = moment === undefined ? [] : wallClockAt(Date.parse(moment), zone).split('T')
  const take = (nextDay: string, nextHour: string) => {
    const ms = nextHour === '' ? endOf(nextDay, zone) : instantIn(`${nextDay}T${nextHour}:59.999`, zone)
    choose(nextDay === '' || ms === undefined ? undefined : new Date(ms).toISOString())
  }
  return (
    <span className="moment-field">
      <label htmlFor={id}>{label}</label>{' '}
      <input id={id} type="date" value={day} onChange={(event) => take(event.target.value, '')} />
      {day !== '' && (
        <label>
          {m.record.hour}{' '}
          <input
            type="time"
            aria-label={`${label} ${m.record.hour}`}
            value={hour}
            onChange={(event) => take(day, event.target.value)}
          />
        </label>
      )}
    </span>
  )
}

const endOf = (day: string, zone: string): number | undefined => {
  const next = dayStart(dayAfter(day), zone)
  return next === undefined ? undefined : next - 1
}
