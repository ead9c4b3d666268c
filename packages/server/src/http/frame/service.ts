import type { Logger } from 'pino'
import type { AccessStore } from '../../access/access-store.ts'
import type { EmbedTokens } from '../../access/embed-token.ts'
import type { Gatekeeper } from '../../access/gatekeeper.ts'
import type { Producers } from '../../access/producers.ts'
import type { Role } from '../../access/role.ts'
import type { ReadingLog } from '../../looks/reading-log.ts'
import type { Outbound } from '../../outbound/outbound.ts'
import type { Account } from '../../people/account.ts'
import type { People } from '../../people/people.ts'
import type { SingleSignOn } from '../../people/single-sign-on.ts'
import type { Throttle } from '../../people/throttle.ts'
import type { Asker } from '../../reading/asker.ts'
import type { Asking } from '../../reading/searches.ts'
import type { IndexFollower } from '../../search/index-follower.ts'
import type { OwedEvents } from '../../trail/owed-events.ts'
import type { Trails } from '../../trail/trails.ts'
import type { ViewStore } from '../../views/view-store.ts'
import type { Watch } from '../../watch/watch.ts'
import type { ByteBudget } from './byte-budget.ts'
import type { Client } from './client-of.ts'
import type { Metrics } from './metrics.ts'
import type { Pages } from './pages.ts'
import type { RefusalLog } from './refusal-log.ts'

/** Tells the trails of sign-ins that failed; `people/failed-sign-ins.ts` says when. */
interface FailedSignIns {
  note(account: Account, client: Client): void
  awaitCode(account: Account, client: Client): void
  codeCame(account: Account, client: Client): void
  settle(which?: 'due' | 'all'): Promise<void>
}

/** Everything the routes work with. One a process. */
export interface Service {
  readonly trails: Trails
  readonly owed: OwedEvents
  readonly access: AccessStore
  readonly gatekeeper: Gatekeeper
  readonly embeds: EmbedTokens
  /** The roles of a trail, as they are now. */
  rolesOf(trail: string): readonly Role[]
  readonly people: People
  /** The provider that people can sign in through; undefined where none is set up. */
  readonly signOn: SingleSignOn | undefined
  /** Makes whoever guesses passwords wait. */
  readonly throttle: Throttle
  readonly failedSignIns: FailedSignIns
  readonly producers: Producers
  /** Puts reading on the record. */
  readonly looks: ReadingLog
  /** Searches that people have given a name. */
  readonly views: ViewStore
  /** Alerts, reviews and copies to other systems. */
  readonly watch: Watch
  /** The way to other machines: nothing calls them but through it. */
  readonly outbound: Outbound
  /** Whether there is a mail server to send through. */
  readonly canMail: boolean
  readonly budget: ByteBudget
  readonly metrics: Metrics
  readonly pages: Pages
  readonly refusals: RefusalLog
  readonly log: Logger
  /** Where searches run, as the caller asks them; outside of a call, as the server does. */
  readonly searches: Asking
  searchesOf(asker: Asker): Asking
  /** How far the index of each trail has come. */
  readonly index: IndexFollower
  /** How long a call waits for what was stored before it to become searchable. */
  readonly searchPatienceMs: number
  readonly now: () => number
  /** Where people reach the pages, if somebody said so; the Host header never decides it. */
  readonly publicUrl: string | undefined
  /** True where a proxy in front says who calls. */
  isBehindProxy(): boolean
  /** Where one-time links lead: the public URL, else the address the server listens at. */
  pagesUrl(): string
  /** True once the last writes are being finished. */
  isStopping(): boolean
  /** True where people reach the pages over https. */
  hasSecureCookies(): boolean
}
