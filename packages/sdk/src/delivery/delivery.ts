import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { type EventInput, isMalformed, parsePolicy, type severities } from '@daybook/core'
import { nobleCrypto } from '@daybook/core/noble'
import { Deliver } from './deliver.ts'
import type { Alarm, Health } from './health.ts'
import { NodeDisk } from './node-disk.ts'
import { NodeLocks } from './node-locks.ts'
import { NodeNet } from './node-net.ts'
import { nodeClock, nodeRng } from './node-ports.ts'
import type { Ports } from './ports.ts'
import type { CommittedEvents } from './relay.ts'

export type Severity = (typeof severities)[number]

/** Where an event stands once it is on the trail. */
export interface Receipt {
  readonly id: string
  readonly seq: number
  /** E, base64url: what a proof will lead to. */
  readonly hash: string
}

/** What became of an event that was given to the spool: `shed` is counted in a `trail.gap` event. */
export type Kept = 'disk' | 'memory' | 'shed'

/** Gets finished events to the trail. Nothing here throws into the caller but `acked`. */
export interface Delivery {
  /**
   * Answers `disk` when the event is durable on this machine. `memory` when the disk does not take it, `shed` when
   * there was no room and it is counted instead; `high` waits some seconds for room first. Never rejects.
   */
  spooled(event: EventInput, severity: Severity): Promise<Kept>
  /** Answers when the server has stored it. Throws `RecordRefused`, or `RecordUnanswered` when nobody can say in time. */
  acked(event: EventInput): Promise<Receipt>
  /** Keeps it in memory until it is delivered; shed and counted when there is no room. */
  memory(event: EventInput, severity: Severity): void
  health(): Health
  /** Answers true when everything taken before is on the trail or refused, false when the time is over first. */
  flush(options?: { readonly timeoutMs?: number }): Promise<boolean>
  /** Flushes for a moment (2 seconds), leaves the rest on disk for the next process, and gives the folder up. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>
}

export interface DeliveryOptions {
  /** The trail's address: `http://127.0.0.1:4319/v1/trails/orders`. */
  readonly url: string
  /** A writer key of that trail. */
  readonly key: string
  /** The spool's folder, default `./daybook-spool`; `false` keeps nothing on disk. On a local disk, for one machine. */
  readonly folder?: string | false
  /** What the producer is called on the trail, before a random ending. Default: the name of this host. */
  readonly name?: string
  /** Addresses the trail had before: what waits for them on this machine is delivered to this one. */
  readonly formerUrls?: readonly string[]
  /** The trail's tlog-policy, to check checkpoints with. Without it the first server that answers is believed. */
  readonly policy?: string
  /** Bounds; default 8 MiB and 256 MiB. */
  readonly memoryBytes?: number
  readonly diskBytes?: number
  /** How long `acked` waits for an answer, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number
  /** How long an event of high severity waits for room, in milliseconds. Default 10,000. */
  readonly roomWaitMs?: number
  /** An outbox in the application's database whose committed events are delivered too. */
  readonly outbox?: Partial<CommittedEvents> | undefined
  /** Called for everything an operator should know; also on `health()`. Default: one line on stderr. */
  readonly onAlarm?: (alarm: Alarm) => void
}

/**
 * Opens delivery to a trail. Answers at once: the spool is opened meanwhile, and events taken before are put on its disk
 * first. Close it, or leave it to the end of the process: what is on disk is delivered by the next one.
 */
export function openDelivery(options: DeliveryOptions): Delivery {
  const policy = options.policy === undefined ? undefined : parsePolicy(options.policy, nobleCrypto)
  if (isMalformed(policy)) throw new TypeError(`policy ${policy.why}`)
  const url = new URL(options.url)
  const ports: Ports = {
    clock: nodeClock,
    rng: nodeRng,
    net: new NodeNet(options.url, options.key),
    ...(options.folder === false ? {} : { spool: spoolAt(options.folder ?? 'daybook-spool') }),
  }
  const { policy: _, outbox, ...rest } = options
  return new Deliver(ports, {
    ...rest,
    name: options.name ?? hostname(),
    root: trailFolder(url),
    formerRoots: (options.formerUrls ?? []).map((former) => trailFolder(new URL(former))),
    onAlarm: options.onAlarm ?? ((alarm) => process.stderr.write(`daybook: ${alarm.message}\n`)),
    ...(options.timeoutMs === undefined ? {} : { ackedMs: options.timeoutMs }),
    ...(policy ? { policy } : {}),
    ...(canRelay(outbox) ? { outbox } : {}),
  })
}

/** An outbox of the application's own making may have a relay of its own. */
const canRelay = (outbox: Partial<CommittedEvents> | undefined): outbox is CommittedEvents =>
  outbox?.next !== undefined && outbox.settle !== undefined && outbox.hasAny !== undefined && outbox.waiting !== undefined

const spoolAt = (folder: string): NonNullable<Ports['spool']> => ({
  disk: new NodeDisk(folder),
  locks: new NodeLocks(folder),
})

/** Events for one trail never reach another: each address has a folder of its own. */
const trailFolder = (url: URL): string => {
  const trail = url.pathname.split('/').findLast((part) => part !== '') ?? 'trail'
  const address = createHash('sha256')
    .update(`${url.host}${url.pathname.replace(/\/+$/, '')}`)
    .digest('hex')
  return `${trail.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 40)}-${address.slice(0, 8)}`
}
