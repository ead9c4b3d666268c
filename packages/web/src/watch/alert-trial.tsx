import { useState } from 'react'
import { showDay } from '../format/moment.ts'
import { showCount } from '../format/quantity.ts'
import { m } from '../messages/messages.ts'
import { RefusedNote } from '../people/field.tsx'
import { useDeed } from '../people/use-deed.ts'
import { type AlertSettings, type AlertTrial as Tried, tryAlert } from './watch-api.ts'

const words = m.watch.alerts

/** How often an alert would have fired, asked for by a press. */
export function AlertTrial({ trail, settings }: { readonly trail: string; readonly settings: AlertSettings }) {
  const [trial, setTrial] = useState<Tried>()
  const { busy, refused, run } = useDeed()
  const look = async () => {
    setTrial(undefined)
    await run(async () => setTrial(await tryAlert(trail, settings)))
  }
  return (
    <div className="watch-trial">
      <button type="button" className="button" disabled={busy} onClick={look}>
        {words.try}
      </button>
      <div role="status">
        {busy && <p className="quiet">{words.trying}</p>}
        {trial && (
          <>
            <p>
              {words.matched(trial.matched, showCount(trial.matched))} {words.wouldFire(trial.fired, showCount(trial.fired))}
            </p>
            <ul className="items">
              {trial.byDay.map(({ day, fired }) => (
                <li key={day}>
                  {showDay(day)}: {words.onDay(fired, showCount(fired))}
                </li>
              ))}
            </ul>
            {trial.loaded > 0 && <p className="quiet">{words.loaded(trial.loaded, showCount(trial.loaded))}</p>}
            {!trial.isWhole && <p className="quiet">{words.notWhole}</p>}
          </>
        )}
      </div>
      <RefusedNote refused={refused} />
    </div>
  )
}
