import { m } from '../messages/messages.ts'
import { chooseZone, teamZone, useZone, type ZoneChoice, zoneChoice, zoneChoices, zoneOf } from './zone.ts'

/** In whose time everything is told, always by name. The choice stays in this browser; links say instants, whoever reads them. */
export function ZoneSwitch() {
  useZone()
  const offered = zoneChoices.filter((choice) => choice !== 'team' || teamZone() !== undefined)
  return (
    <label className="zone-switch">
      <span className="quiet">{m.zone.label}</span>{' '}
      <select value={zoneChoice()} onChange={(event) => chooseZone(event.currentTarget.value as ZoneChoice)}>
        {offered.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 'utc' ? m.zone.names.utc : `${m.zone.names[choice]}: ${zoneOf(choice)}`}
          </option>
        ))}
      </select>
    </label>
  )
}
