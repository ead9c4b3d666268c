import type { AccessFile } from './access-file.ts'

const ready = new WeakSet<AccessFile>()

const table = (file: AccessFile): void => {
  if (ready.has(file)) return
  file.db.exec('CREATE TABLE IF NOT EXISTS team_zone (trail TEXT PRIMARY KEY, zone TEXT NOT NULL) STRICT')
  ready.add(file)
}

/** The time zone that a trail's team reads in (IANA name); null until somebody says so. */
export const teamZoneOf = (file: AccessFile, trail: string): string | null => {
  table(file)
  const row = file.db.prepare('SELECT zone FROM team_zone WHERE trail = ?').get(trail) as { zone: string } | undefined
  return row?.zone ?? null
}

/** Sets it, or with null takes it away, in one transaction with the event (JSON text with a fixed id) that says so. */
export const setTeamZone = (file: AccessFile, trail: string, zone: string | null, event: string): void => {
  table(file)
  file.transaction(() => {
    if (zone === null) file.db.prepare('DELETE FROM team_zone WHERE trail = ?').run(trail)
    else file.db.prepare('INSERT OR REPLACE INTO team_zone (trail, zone) VALUES (?, ?)').run(trail, zone)
    file.addPending(trail, event)
  })
}
