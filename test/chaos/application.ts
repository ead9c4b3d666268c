import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { type Catalogue, defineCatalogue } from '@daybook/core'
import { createRecorder, type Recorder } from '@daybook/sdk'
import { sqliteOutbox } from '@daybook/sdk/sqlite'
import { ApplicationLog, type Mode } from './application-log.ts'
import { FastClock } from './fast-clock.ts'
import { SeededRandom } from './seeded-random.ts'

/**
 * The application of the campaigns: a process of its own that changes its own data and records what it does, in every
 * delivery mode, until it is told to finish or is killed. Started by `RunningApplication`, which says what it says.
 */

export interface ApplicationSettings {
  readonly life: string
  readonly seed: number
  readonly url: string
  readonly key: string
  readonly spool: string
  readonly database: string
  readonly log: string
  /** Pauses between turns, in milliseconds; a turn is a few events. 0: it does nothing unless asked to. */
  readonly pauseMs: number
  readonly diskBytes?: number
  readonly memoryBytes?: number
}

export type ToApplication =
  /** Record so many events of this mode and answer when all are taken. */
  | { readonly ask: 'record'; readonly number: number; readonly count: number; readonly mode: Mode; readonly padding?: number }
  /** Set the wall clock forward or back. */
  | { readonly ask: 'turn'; readonly number: number; readonly byMs: number }
  | { readonly ask: 'pace'; readonly number: number; readonly timesFaster: number }
  /** `elapsed`: milliseconds since the start, by its own clock. */
  | { readonly ask: 'elapsed' | 'flush' | 'health' | 'finish'; readonly number: number }

export interface Measured {
  /** Longest `record` of a mode that never waits for the server, and the longest pause of the event loop, in milliseconds. */
  readonly recordMs: number
  readonly loopMs: number
  readonly recorded: number
}

const catalogue = defineCatalogue({
  objects: { order: { label: 'Order' }, payout: { label: 'Payout' }, refund: { label: 'Refund' } },
  actions: {
    'order.updated': { category: 'data', sentence: '{actor} updated {object}', delivery: 'spooled' },
    'payout.sent': { category: 'workflow', sentence: '{actor} sent {object}', delivery: 'acked' },
    'order.viewed': { category: 'access', sentence: '{actor} viewed {object}', delivery: 'memory', severity: 'low' },
    'refund.approved': { category: 'workflow', sentence: '{actor} approved {object}', delivery: 'transactional' },
  },
} satisfies Catalogue)

const actionOf = {
  spooled: 'order.updated',
  acked: 'payout.sent',
  memory: 'order.viewed',
  transactional: 'refund.approved',
} as const

const clock = new FastClock()
const settings = JSON.parse(process.argv[2] ?? '{}') as ApplicationSettings
const random = new SeededRandom(settings.seed)
const log = new ApplicationLog(settings.log)
const database = new DatabaseSync(settings.database)
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
database.exec('CREATE TABLE IF NOT EXISTS refund (id TEXT PRIMARY KEY) STRICT')

const audit = createRecorder({
  catalogue,
  url: settings.url,
  key: settings.key,
  folder: settings.spool,
  outbox: sqliteOutbox(database),
  ...(settings.diskBytes === undefined ? {} : { diskBytes: settings.diskBytes }),
  ...(settings.memoryBytes === undefined ? {} : { memoryBytes: settings.memoryBytes }),
  onAlarm: () => undefined,
  onWarning: () => undefined,
}) as Recorder<typeof catalogue, DatabaseSync>

let made = 0
let recorded = 0
let longestMs = 0
const waiting = new Set<Promise<void>>()
const loop = monitorEventLoopDelay({ resolution: 10 })
loop.enable()

const inputOf = (event: string, padding: number) => ({
  actor: { type: 'user' as const, id: 'u_7', name: 'Maria Lopez' },
  source: { type: 'user_action' as const, name: 'Order desk' },
  object: { id: event, name: `No. ${event}` },
  ...(padding === 0 ? {} : { reason: 'x'.repeat(padding) }),
})

/** Records one event and logs it; never rejects. An `acked` event that nobody answered for is offered and not taken. */
const recordOne = async (mode: Mode, padding = 0): Promise<void> => {
  const event = `${settings.life}-${made++}`
  log.offer(event, mode)
  const from = clock.realMs()
  try {
    if (mode === 'transactional') await refund(event, padding)
    else await audit.record(actionOf[mode], inputOf(event, padding))
  } catch (error) {
    if (mode === 'acked') return
    throw error
  }
  if (mode !== 'acked') longestMs = Math.max(longestMs, clock.realMs() - from)
  recorded++
  log.take(event)
}

/** A change and its event in one transaction, of which some are rolled back. */
const refund = async (event: string, padding: number): Promise<void> => {
  const isRolledBack = random.chance(0.3)
  database.exec('BEGIN IMMEDIATE')
  try {
    database.prepare('INSERT INTO refund (id) VALUES (?)').run(event)
    const done = audit.within(database).record(actionOf.transactional, inputOf(event, padding))
    database.exec(isRolledBack ? 'ROLLBACK' : 'COMMIT')
    await done
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

const keep = (work: Promise<void>): void => {
  const done = work.catch(fail).finally(() => waiting.delete(done))
  waiting.add(done)
}

const fail = (error: unknown): void => {
  process.send?.({ failed: reasonOf(error) })
}

const reasonOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

const maxAcked = 8
let acked = 0
const turn = (): void => {
  const count = random.chance(0.1) ? random.between(10, 60) : random.between(1, 4)
  for (let at = 0; at < count; at++) {
    const draw = random.next()
    const mode: Mode = draw < 0.6 ? 'spooled' : draw < 0.75 ? 'transactional' : draw < 0.9 ? 'memory' : 'acked'
    if (mode !== 'acked') keep(recordOne(mode))
    else if (acked < maxAcked) {
      acked++
      keep(recordOne(mode).finally(() => acked--))
    }
  }
}
const turning = settings.pauseMs > 0 ? setInterval(turn, settings.pauseMs) : undefined

const answers: { readonly [ask in ToApplication['ask']]: (asked: never) => Promise<unknown> } = {
  record: async ({ count, mode, padding = 0 }: Extract<ToApplication, { ask: 'record' }>) => {
    await Promise.all(Array.from({ length: count }, () => recordOne(mode, padding)))
  },
  turn: async ({ byMs }: Extract<ToApplication, { ask: 'turn' }>) => clock.turn(byMs),
  pace: async ({ timesFaster }: Extract<ToApplication, { ask: 'pace' }>) => clock.pace(timesFaster),
  elapsed: async () => clock.elapsedMs(),
  flush: async () => {
    // Each asks the recorder to try at once; what it is told by an answer already on its way may still make it wait.
    for (let attempt = 0; attempt < 12; attempt++) if (await audit.flush({ timeoutMs: 5_000 })) return
    throw new Error(`not delivered in time: ${JSON.stringify(audit.health())}`)
  },
  health: async () => audit.health(),
  finish: async () => {
    clearInterval(turning)
    await Promise.all(waiting)
    const isFlushed = await audit.flush({ timeoutMs: 60_000 })
    const health = audit.health()
    await audit.close()
    database.close()
    if (isFlushed) log.end()
    return { isFlushed, health }
  },
}

const measure = (): Measured => ({ recordMs: longestMs, loopMs: loop.max / 1e6, recorded })
setInterval(() => process.connected && process.send?.({ measured: measure() }), 200).unref()

process.on('message', (asked: ToApplication) => {
  const answer = answers[asked.ask] as (asked: ToApplication) => Promise<unknown>
  const say = (said: object): void =>
    void process.send?.({ number: asked.number, measured: measure(), ...said }, () => {
      if (asked.ask === 'finish') process.disconnect()
    })
  answer(asked).then(
    (value) => say({ value: value ?? null }),
    (error: unknown) => say({ failed: reasonOf(error) }),
  )
})
process.on('disconnect', () => {
  clearInterval(turning)
})
process.on('unhandledRejection', fail)
process.send?.({ ready: true })
