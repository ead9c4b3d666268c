import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { HttpBindings } from '@hono/node-server'
import { type Logger, pino } from 'pino'
import { AccessStore } from './access/access-store.ts'
import { EmbedTokens } from './access/embed-token.ts'
import { Gatekeeper } from './access/gatekeeper.ts'
import { Producers } from './access/producers.ts'
import { SecretBox } from './access/secret-box.ts'
import { makeApp } from './http/app.ts'
import { ByteBudget } from './http/frame/byte-budget.ts'
import { Metrics } from './http/frame/metrics.ts'
import { Pages } from './http/frame/pages.ts'
import { settlePending } from './http/frame/pending-events.ts'
import { RefusalLog } from './http/frame/refusal-log.ts'
import type { Service } from './http/frame/service.ts'
import { tellGaps } from './http/operation/gap-events.ts'
import { FailedSignIns } from './http/people/failed-sign-ins.ts'
import { settleOn } from './http/people/people-events.ts'
import { sightOfOwner } from './http/watch/watching-for.ts'
import { type FolderLock, lockFolder } from './journal/folder-lock.ts'
import { ReadingLog } from './looks/reading-log.ts'
import { Outbound, type OutboundSettings } from './outbound/outbound.ts'
import { People } from './people/people.ts'
import { type SignOnSettings, SingleSignOn } from './people/single-sign-on.ts'
import { Throttle } from './people/throttle.ts'
import { Searches } from './reading/searches.ts'
import { IndexFollower } from './search/index-follower.ts'
import { trailsFolder } from './trail/open-trail.ts'
import { OwedEvents } from './trail/owed-events.ts'
import { Trails } from './trail/trails.ts'
import { WriterClient, writerEnded } from './trail/writer-client.ts'
import { ViewStore } from './views/view-store.ts'
import { Mailer, type MailSettings } from './watch/mailer.ts'
import { Watch } from './watch/watch.ts'

export interface DaybookOptions {
  /** The data folder; made where it is missing. */
  readonly data: string
  /** The keys folder; the data folder's name with `-keys`, beside it, by default. */
  readonly keys?: string | undefined
  /** First part of the origin of trails that are made; this machine's name by default. Fixed in each trail for ever. */
  readonly originHost?: string | undefined
  /** Where people reach the pages, if not where the server listens. */
  readonly publicUrl?: string | undefined
  /** Our own log, as JSON lines on stderr by default. It carries ids, never values. */
  readonly log?: Logger | undefined
  /** Bytes of request bodies held at once; 64 MiB by default. */
  readonly maxHeldBytes?: number | undefined
  /** How long a search for a page may run, 5 seconds by default; counts and exports may take six times as long. */
  readonly searchDeadlineMs?: number | undefined
  /** How long a search waits for what was stored before it to become searchable, 1 second by default. */
  readonly searchPatienceMs?: number | undefined
  /** What a guess at a password costs: log2 of scrypt's N, 17 by default. */
  readonly passwordCost?: number | undefined
  /** The OpenID Connect provider that people can sign in through. */
  readonly signOn?: SignOnSettings | undefined
  /** Which other machines the server may call, and whom it trusts there. */
  readonly outbound?: OutboundSettings | undefined
  /** The mail server that alerts are sent through; without it there are no mails. */
  readonly mail?: MailSettings | undefined
}

/** How people reach the server. */
interface Address {
  readonly url: string
  readonly https: boolean
  /** A proxy in front does TLS, and says who calls. */
  readonly behindProxy: boolean
}

/** A data folder, opened. One process owns it at a time. */
export interface Daybook {
  readonly data: string
  readonly log: Logger
  /** The credential of the command on this machine; new at each start. */
  readonly localToken: string
  /** The processes that search now: none before the first search. */
  readonly searchPids: readonly number[]
  /** The whole of the HTTP interface, without a socket. */
  fetch(request: Request, bindings?: Partial<HttpBindings>): Promise<Response>
  /** Told by `listen`: where links lead, and whether cookies are for https only, and who says where calls come from. */
  reachedAt(address: Address): void
  /** Takes no more writes; what was taken is still answered, and reading goes on. */
  stopTaking(): void
  /** Takes no more writes, finishes what was taken, signs a last checkpoint and gives the folder up. */
  close(): Promise<void>
}

const housekeepingMs = 5_000

/**
 * Opens a data folder: takes its lock and that of the keys folder, starts the writer, opens every trail. Throws
 * `FolderInUse` where another process has it. A trail that cannot take events is open for reading, and says why.
 */
export const openDaybook = async (options: DaybookOptions): Promise<Daybook> => {
  const data = resolve(options.data)
  const keys = resolve(options.keys ?? `${data}-keys`)
  if (keys === data)
    throw new Error('The keys folder is the data folder. Keep them apart: whoever copies the data must not get the keys.')
  const locks = lockBoth(data, keys)
  try {
    return await openLocked(options, { data, keys }, locks)
  } catch (error) {
    for (const lock of locks) lock.release()
    throw error
  }
}

const lockBoth = (data: string, keys: string): readonly FolderLock[] => {
  const first = lockFolder(data)
  try {
    return [first, lockFolder(keys)]
  } catch (error) {
    first.release()
    throw error
  }
}

const openLocked = async (
  options: DaybookOptions,
  folders: { data: string; keys: string },
  locks: readonly FolderLock[],
): Promise<Daybook> => {
  if (!existsSync(trailsFolder(folders.data))) mkdirSync(trailsFolder(folders.data), { mode: 0o700 })
  const log = options.log ?? pino({ base: null }, pino.destination(2))
  const access = new AccessStore(join(folders.data, 'access.db'))
  const box = new SecretBox(folders.keys)
  const people = new People(access.file, {
    now: Date.now,
    box,
    passwordCost: options.passwordCost,
    // Links of the machine were for coming in while it had no owner; the command makes others.
    onFirstOwner: () => access.endLinks(),
  })
  const gatekeeper = new Gatekeeper(access, Date.now, people)
  const producers = new Producers(access, Date.now)
  const writer = new WriterClient(folders, {
    onStatus: (status) => trails.heard(status),
    onDeath: (error) => {
      log.fatal({ stack: error.stack }, 'the writer has ended by a defect')
      trails.sealAll(writerEnded)
    },
  })
  const index = new IndexFollower(folders.data, {
    onThrownAway: (trail, because) =>
      log.warn({ trail, because }, 'the search index is made again from the record, which is not affected'),
    onDeath: (error) => log.error({ stack: error.stack }, 'the thread that follows the journals ended, and is started again'),
  })
  const trails = new Trails(folders, writer, options.originHost, {
    opened: (trail) => index.follow(trail),
    grew: (trail) => index.grew(trail),
  })
  const owed = new OwedEvents(
    (trail, event) => trails.record(trail, event),
    (trail, { id, action }, code) =>
      log.warn({ trail, id, action, code }, 'an event of the trail itself could not be recorded yet'),
  )
  const looks = new ReadingLog({
    record: (trail, event) => owed.recordOrOwe(trail, event),
    now: Date.now,
    onFault: (trail, action, error) =>
      log.error({ trail, action, stack: error instanceof Error ? error.stack : String(error) }, 'a look could not be recorded'),
  })
  const searches = new Searches({
    data: folders.data,
    deadlineMs: options.searchDeadlineMs,
    onDamage: (trail) => {
      log.error({ trail }, 'the index cannot be read, and is made again')
      void index.rebuild(trail)
    },
    onFault: (fault) => log.error(fault, 'a search failed'),
  })
  await trails.openAll()
  for (const { facts, reader } of trails.list()) await producers.catchUp(facts.name, reader)
  let stopping = false
  let closed = false
  let address: Address = { url: 'http://127.0.0.1:4319', https: false, behindProxy: false }
  const outbound = new Outbound(options.outbound)
  const watch = new Watch({
    trails,
    searches,
    index,
    file: access.file,
    roles: { rolesOf: (trail) => service.rolesOf(trail) },
    outbound,
    mailer: options.mail && new Mailer({ ca: options.outbound?.ca, ...options.mail }),
    sightOf: (owner, trail) => sightOfOwner(service, owner, trail),
    box,
    log,
    now: Date.now,
    random: Math.random,
    pagesUrl: () => service.pagesUrl(),
    settle: (trail) =>
      settleOn(service, [trail]).catch((error) => {
        if (!closed) log.error({ trail, stack: error instanceof Error ? error.stack : String(error) }, 'an event waits')
      }),
  })
  const service: Service = {
    trails,
    watch,
    outbound,
    canMail: options.mail !== undefined,
    owed,
    access,
    gatekeeper,
    embeds: new EmbedTokens(() => Date.now()),
    people,
    signOn: options.signOn && new SingleSignOn(options.signOn, Date.now),
    throttle: new Throttle(Date.now),
    rolesOf: (trail) => people.roles.of(trail),
    failedSignIns: new FailedSignIns({ people, trails, owed, now: Date.now, log }),
    producers,
    looks,
    views: new ViewStore(access.file),
    budget: new ByteBudget(options.maxHeldBytes ?? 64 * 1024 * 1024),
    metrics: new Metrics(),
    pages: new Pages(),
    refusals: new RefusalLog(log, Date.now),
    searches,
    searchesOf: (asker) => searches.for(asker),
    index,
    searchPatienceMs: options.searchPatienceMs ?? 1_000,
    log,
    now: Date.now,
    publicUrl: options.publicUrl,
    pagesUrl: () => (options.publicUrl ?? address.url).replace(/\/+$/, ''),
    isStopping: () => stopping,
    isBehindProxy: () => address.behindProxy,
    hasSecureCookies: () => options.publicUrl?.startsWith('https:') ?? address.https,
  }
  for (const { facts, status } of trails.list()) {
    if (status.sealed) log.error({ trail: facts.name, code: status.sealed.code }, status.sealed.because)
    else await settlePending(service, facts.name)
  }
  const housekeeping = setInterval(() => void keepHouse(service), housekeepingMs)
  housekeeping.unref()
  const app = makeApp(service)
  return {
    data: folders.data,
    log,
    localToken: gatekeeper.localToken,
    get searchPids() {
      return searches.pids
    },
    fetch: async (request, bindings = {}) => app.fetch(request, bindings),
    reachedAt: (reached) => {
      address = reached
    },
    stopTaking: () => {
      stopping = true
    },
    close: async () => {
      if (closed) return
      stopping = true
      closed = true
      clearInterval(housekeeping)
      await watch.close()
      outbound.close()
      await service.failedSignIns.settle('all')
      await looks.close()
      await searches.close()
      await index.close()
      // Readers first: the last connection to a journal is then its owner's, and leaves one whole file behind.
      await trails.close()
      await writer.close()
      producers.save()
      access.close()
      for (const lock of locks) lock.release()
    },
  }
}

/** What may wait a few seconds. A failure here is tried again; it never ends the process. */
const keepHouse = async (service: Service): Promise<void> => {
  const { owed, looks, producers, log, failedSignIns, people, trails } = service
  try {
    await owed.settle()
    await failedSignIns.settle()
    people.sweep()
    await settleOn(
      service,
      trails.list().map(({ facts }) => facts.name),
    )
    await looks.settle()
    producers.save()
    await tellGaps(service)
  } catch (error) {
    log.error({ stack: error instanceof Error ? error.stack : String(error) }, 'housekeeping failed')
  }
}
