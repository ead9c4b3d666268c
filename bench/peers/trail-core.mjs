// @nearform/trail-core on PostgreSQL, its table made by its own migrations.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pg from 'pg'

const columns = 'who_id, what_id, subject_id, who_data, what_data, subject_data, "where", why, meta'
const require = createRequire(import.meta.url)
const oldUtil = require.resolve('./old-util.cjs')

export async function openTrailCore({ at }) {
  const root = dirname(dirname(require.resolve('@nearform/trail-core')))
  for (const [script, ...args] of [['init.js'], ['migrate.js', '--version', 'max']]) {
    const where = [
      '--host',
      at.host,
      '--port',
      `${at.port}`,
      '--database',
      'trails',
      '--username',
      at.user,
      '--password',
      at.password,
    ]
    const call = ['--require', oldUtil, join(root, 'database', script), ...args, ...where]
    const done = spawnSync(process.execPath, call, { cwd: root, encoding: 'utf8' })
    if (done.status !== 0)
      throw new Error(`${script}: ${done.stderr.split('\n').find((line) => line.includes('rror')) ?? done.status}`)
  }
  // It reads its settings from the folder it is started in, and says so where there are none; a pool is given here instead.
  process.env.SUPPRESS_NO_CONFIG_WARNING = '1'
  require(oldUtil)
  const { TrailsManager } = require('@nearform/trail-core')
  const silent = { info() {}, warn() {}, error() {}, debug() {} }
  const pool = new pg.Pool({ ...at, database: 'trails', max: 10 })
  const trails = new TrailsManager(silent, pool)
  return {
    insert: (event) => trails.insert(trailOf(event)),
    /** The newest 50 whose actor's id contains this. */
    search: (actor) => trails.search({ from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', who: actor, pageSize: 50 }),
    double: () =>
      pool.query(
        `INSERT INTO trails ("when", ${columns}) SELECT "when" - random() * interval '1 day', ${columns} FROM trails; ANALYZE`,
      ),
    close: () => trails.close(),
  }
}

/** One of our events in its words. */
const trailOf = (event) => ({
  when: event.occurredAt,
  who: event.actor,
  what: { id: event.action, changes: event.changes ?? [], outcome: event.outcome },
  subject: { ...event.object, id: `${event.object.type}/${event.object.id}` },
  where: event.source,
  why: event.reason === undefined ? {} : { reason: event.reason },
  meta: { id: event.id, organization: event.organization, ...(event.customer === undefined ? {} : { customer: event.customer }) },
})
