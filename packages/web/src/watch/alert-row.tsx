import { useState } from 'react'
import { showAge, showDateAndTime } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { fill, m } from '../messages/messages.ts'
import { useNames } from '../names/use-names.ts'
import { RefusedNote } from '../people/field.tsx'
import { SureButton } from '../people/sure-button.tsx'
import { useDeed } from '../people/use-deed.ts'
import { Text } from '../text/text.tsx'
import { AlertForm } from './alert-form.tsx'
import { AlertLog } from './alert-log.tsx'
import { AlertTrial } from './alert-trial.tsx'
import { sayMinutes, sayRule } from './rule-words.ts'
import { type Alert, changeAlert, muteAlert, removeAlert } from './watch-api.ts'

const words = m.watch.alerts

interface AlertRowProps {
  readonly trail: string
  readonly alert: Alert
  readonly canMail: boolean
  readonly changed: () => Promise<unknown>
}

/** One rule as a sentence, how it stands, and what may be done with it. */
export function AlertRow({ trail, alert, canMail, changed }: AlertRowProps) {
  const [editing, setEditing] = useState(false)
  const names = useNames(trail)
  const { busy, refused, run } = useDeed()
  const act = async (work: () => Promise<unknown>) => {
    await run(work)
    await changed()
  }
  const said = sayRule(alert, (filter, value) => (filter === 'field' ? names.field(value) : undefined))
  return (
    <li className="watch-row">
      <h2>
        <Text>{alert.name}</Text>{' '}
        {alert.unread > 0 && <span className="mark mark-new">{words.new(alert.unread, showCount(alert.unread))}</span>}
      </h2>
      <p>
        <Text>{said}</Text> <span className="quiet">{quiet(alert)}</span>
      </p>
      <Standing alert={alert} />
      <div className="form-actions">
        <Mute alert={alert} busy={busy} mute={(until) => act(() => muteAlert(trail, alert.id, until))} />
        {alert.mayChange && (
          <button type="button" className="button" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {words.change}
          </button>
        )}
        <SureButton
          label={words.remove}
          sure={words.removeSure}
          disabled={busy}
          onSure={() => act(() => removeAlert(trail, alert.id))}
        />
      </div>
      <RefusedNote refused={refused} />
      {editing && (
        <AlertForm
          trail={trail}
          settings={settingsOf(alert)}
          canMail={canMail}
          submit={words.saveChanged}
          save={async (settings) => {
            await changeAlert(trail, alert.id, settings)
            await changed()
            setEditing(false)
          }}
          cancel={() => setEditing(false)}
        />
      )}
      {alert.lastFired === null && alert.mayChange && !editing && <AlertTrial trail={trail} settings={settingsOf(alert)} />}
      {alert.lastFired !== null && <AlertLog trail={trail} alert={alert} />}
    </li>
  )
}

const quiet = ({ cooldownMinutes }: Alert): string =>
  cooldownMinutes === 0 ? '' : fill(words.afterwards, { span: sayMinutes(cooldownMinutes) })

const settingsOf = ({ name, q, lane, atLeast, withinMinutes, cooldownMinutes, to }: Alert) => ({
  ...{ name, q, lane, atLeast, withinMinutes, cooldownMinutes, to },
})

function Standing({ alert: { lastFired, mutedUntil, isAsleep, owner } }: { readonly alert: Alert }) {
  const [nowMs] = useState(Date.now)
  return (
    <p className="quiet">
      {isAsleep && <span className="mark mark-bad">{words.asleep}</span>}
      {mutedUntil !== null && <span className="mark">{fill(words.muted, { time: showDateAndTime(mutedUntil) })}</span>}{' '}
      {!owner.isYou && <Text>{fill(words.of, { name: owner.name })}</Text>}
      {!owner.isYou && lastFired !== null && ' · '}
      {lastFired !== null && (
        <time dateTime={lastFired.at} title={showDateAndTime(lastFired.at)}>
          {fill(words.lastFired, {
            when: showAge(lastFired.at, nowMs),
            count: words.fired(lastFired.count, showCount(lastFired.count)),
          })}
        </time>
      )}
      {lastFired === null && owner.isYou && words.never}
    </p>
  )
}

const hourMs = 3_600_000
const spans = { hour: hourMs, day: 24 * hourMs, week: 168 * hourMs } as const

interface MuteProps {
  readonly alert: Alert
  readonly busy: boolean
  readonly mute: (until: string | null) => void
}

function Mute({ alert, busy, mute }: MuteProps) {
  if (alert.mutedUntil !== null)
    return (
      <button type="button" className="button" disabled={busy} onClick={() => mute(null)}>
        {words.unmute}
      </button>
    )
  return (
    <select
      className="watch-mute"
      aria-label={`${words.mute}: ${alert.name}`}
      disabled={busy}
      value=""
      onChange={(event) => {
        const span = spans[event.currentTarget.value as keyof typeof spans]
        mute(new Date(Date.now() + span).toISOString())
      }}
    >
      <option value="" disabled>
        {words.mute}
      </option>
      {(['hour', 'day', 'week'] as const).map((span) => (
        <option key={span} value={span}>
          {words.mutes[span]}
        </option>
      ))}
    </select>
  )
}
