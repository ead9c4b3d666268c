import { isTimeZone } from '@daybook/core'
import { useSyncExternalStore } from 'react'

/** In whose time the pages are read: this computer's, the team's, or UTC. */
const zoneChoices = ['local', 'team', 'utc'] as const
export type ZoneChoice = (typeof zoneChoices)[number]

const storeKey = 'daybook.zone'
const changed = new EventTarget()

/** The zone of this computer by its IANA name, `Europe/Berlin`. */
export const localZone: string = new Intl.DateTimeFormat().resolvedOptions().timeZone

const teamKey = 'daybook.zone.team'

/** The zone that the trail's administrators set for everybody, as it was last told; undefined where none is known. */
let team: string | undefined = keptTeam()

function keptTeam(): string | undefined {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(teamKey)
  return kept !== null && isTimeZone(kept) ? kept : undefined
}

/** Told by the trail's frame when the trail says it. A name that this browser does not know is taken as none. */
export function tellTeamZone(name: string | undefined): void {
  const known = name !== undefined && isTimeZone(name) ? name : undefined
  if (known === team) return
  team = known
  if (known === undefined) localStorage.removeItem(teamKey)
  else localStorage.setItem(teamKey, known)
  changed.dispatchEvent(new Event('change'))
}

export const teamZone = (): string | undefined => team

/** What this browser's reader chose; local until they choose. */
function zoneChoice(): ZoneChoice {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(storeKey)
  const choice = zoneChoices.find((one) => one === kept) ?? 'local'
  return choice === 'team' && team === undefined ? 'local' : choice
}

export function chooseZone(choice: ZoneChoice): void {
  if (choice === 'local') localStorage.removeItem(storeKey)
  else localStorage.setItem(storeKey, choice)
  changed.dispatchEvent(new Event('change'))
}

/** A choice's zone by name; the team's is the computer's where no team zone is known. */
export const zoneOf = (choice: ZoneChoice): string =>
  choice === 'utc' ? 'UTC' : choice === 'team' ? (team ?? localZone) : localZone

/** The zone that everything on the pages is told in. */
export const currentZone = (): string => zoneOf(zoneChoice())

function onChange(notify: () => void): () => void {
  changed.addEventListener('change', notify)
  window.addEventListener('storage', notify)
  return () => {
    changed.removeEventListener('change', notify)
    window.removeEventListener('storage', notify)
  }
}

/** The zone that everything is told in; a page that shows times is drawn anew where it changes. */
export const useZone = (): string => useSyncExternalStore(onChange, currentZone)

/** What there is to choose, and what is chosen. */
export function useZoneChoices(): { readonly choice: ZoneChoice; readonly offered: readonly ZoneChoice[] } {
  useSyncExternalStore(onChange, () => `${zoneChoice()} ${team ?? ''}`)
  return { choice: zoneChoice(), offered: zoneChoices.filter((one) => one !== 'team' || team !== undefined) }
}
