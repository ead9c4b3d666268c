import { m } from '../messages/messages.ts'
import { chooseZone, useZoneChoices, type ZoneChoice, zoneOf } from './zone.ts'

/** In whose time everything is told, always by name. The choice stays in this browser; links say instants, whoever reads them. */
export function ZoneSwitch() {
  const { choice, offered } = useZoneChoices()
  return (
    <label className="zone-switch">
      <span className="quiet">{m.zone.label}</span>{' '}
      <select value={choice} onChange={(event) => chooseZone(event.currentTarget.value as ZoneChoice)}>
        {offered.map((one) => (
          <option key={one} value={one}>
            {one === 'utc' ? m.zone.names.utc : `${m.zone.names[one]}: ${zoneOf(one)}`}
          </option>
        ))}
      </select>
    </label>
  )
}
