import { showExactIn, showUtc } from '../format/moment.ts'
import { fill, m } from '../messages/messages.ts'
import { localZone, teamZone } from './zone.ts'

/** A moment in this computer's, the team's and universal time, a line each; zones that are the same are told once. */
export function allZones(iso: string): readonly string[] {
  const team = teamZone()
  return [
    ...(localZone === 'UTC' ? [] : [named(m.zone.names.local, iso, localZone)]),
    ...(team === undefined || team === localZone || team === 'UTC' ? [] : [named(m.zone.names.team, iso, team)]),
    fill(m.event.utc, { time: showUtc(iso) }),
  ]
}

const named = (name: string, iso: string, zone: string) => fill(m.zone.told, { name, zone, time: showExactIn(iso, zone) })
