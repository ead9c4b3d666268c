import { afterEach, expect, it } from 'vitest'
import { Courier } from '../../src/delivery/courier.ts'
import { DeadLetters } from '../../src/delivery/dead-letters.ts'
import { Folders } from '../../src/delivery/folders.ts'
import { GapKeeper } from '../../src/delivery/gap-keeper.ts'
import type { Disk, Ports } from '../../src/delivery/ports.ts'
import { Spool } from '../../src/delivery/spool.ts'
import { WitnessDuty } from '../../src/delivery/witness-duty.ts'
import { judge } from './oracle.ts'
import { type Tamper, World } from './world.ts'

/** Bugs that somebody could write, planted one at a time: the worlds have to find each, or they do not look. */

const mostWorlds = 300

const undo: (() => void)[] = []
afterEach(() => {
  for (const restore of undo.splice(0)) restore()
})

/** Replaces a method for the length of a test. */
function replace<T extends object, K extends keyof T>(prototype: T, name: K, make: (original: T[K]) => T[K]): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name)
  if (!descriptor) throw new Error(`there is no ${String(name)}`)
  undo.push(() => Object.defineProperty(prototype, name, descriptor))
  const isGetter = descriptor.get !== undefined
  const made = make((isGetter ? descriptor.get : descriptor.value) as T[K])
  Object.defineProperty(
    prototype,
    name,
    isGetter ? { ...descriptor, get: made as () => unknown } : { ...descriptor, value: made },
  )
}

const onDisk =
  (change: (disk: Disk) => Partial<Disk>): Tamper =>
  (ports: Ports) =>
    ports.spool ? { ...ports, spool: { ...ports.spool, disk: { ...ports.spool.disk, ...change(ports.spool.disk) } } } : ports

const silence = (): Promise<never> => Promise.reject(new Error('connection refused'))

interface Bug {
  readonly name: string
  readonly plant?: () => void
  readonly tamper?: Tamper
  /** What the worlds should say of it. */
  readonly says: RegExp
}

const bugs: readonly Bug[] = [
  {
    name: 'segments are not fsynced',
    tamper: onDisk((disk) => ({ sync: async (file) => (file.endsWith('.segment') ? undefined : disk.sync(file)) })),
    says: /answered as on disk/,
  },
  {
    name: 'the folder is not fsynced when a segment is made',
    tamper: onDisk(() => ({ syncFolder: async () => undefined })),
    says: /answered as on disk|twice|removed with/,
  },
  {
    name: 'small files are renamed into place before they are fsynced',
    tamper: onDisk((disk) => ({ sync: async (file) => (file.endsWith('.new') ? undefined : disk.sync(file)) })),
    says: /removed with|answered as on disk|twice|missing|shed/,
  },
  {
    name: 'the watermark is written after the segment is gone',
    plant: () =>
      replace(
        Spool.prototype,
        'settle',
        (original) =>
          function (this: Spool, seq, nowMs) {
            original.call(this, seq, nowMs)
            this.savedAcked = Math.max(this.savedAcked, seq)
          },
      ),
    says: /removed with/,
  },
  {
    name: 'one event too many is acknowledged',
    plant: () =>
      replace(
        Spool.prototype,
        'settle',
        (original) =>
          function (this: Spool, seq, nowMs) {
            original.call(this, Math.min(seq + 1, this.next - 1), nowMs)
          },
      ),
    says: /answered as on disk|missing/,
  },
  {
    name: 'a commit that failed is not taken back',
    plant: () =>
      replace(
        Spool.prototype,
        'undo',
        (original) =>
          function (this: Spool, commit) {
            original.call(this, commit)
            return []
          },
      ),
    says: /two contents|twice|missing/,
  },
  {
    name: 'refused events are dropped',
    plant: () =>
      replace(
        DeadLetters.prototype,
        'save',
        (original) =>
          function (this: DeadLetters, folder) {
            return { ...original.call(this, folder), steps: [] }
          },
      ),
    says: /dead letters|answered as on disk|missing/,
  },
  {
    name: 'losses are not counted',
    plant: () =>
      replace(
        GapKeeper.prototype,
        'lose',
        (original) =>
          function (this: GapKeeper, event, cause, onDiskNow) {
            if (event.occurredAt.endsWith('7Z') !== true) original.call(this, event, cause, onDiskNow)
          },
      ),
    says: /were shed|nobody ever said/,
  },
  {
    name: 'a full disk is not given its reserve back',
    plant: () => replace(Spool.prototype, 'frees', () => () => false),
    says: /full of what was delivered|still waiting|not among the dead letters/,
  },
  {
    name: 'nobody says which numbers were refused',
    plant: () => replace(GapKeeper.prototype, 'loseNumbers', () => () => undefined),
    says: /nobody told/,
  },
  {
    name: 'the witness believes whatever it is told',
    plant: () => {
      replace(WitnessDuty.prototype, 'judge', () => () => undefined)
      replace(WitnessDuty.prototype, 'judgeSentinel', () => () => undefined)
    },
    says: /the witness said nothing|answered as on disk/,
  },
  {
    name: 'a trail that lost its end is not given it back',
    plant: () => replace(Spool.prototype, 'rewind', () => () => false),
    says: /answered as on disk/,
  },
  {
    // The numbers a trail lacks would give most of it away: they are not looked at either.
    name: 'the receipt of the newest event is never asked for again',
    tamper: (ports) => ({
      ...ports,
      net: { ...ports.net, post: (request) => (request.path === '/heartbeat' ? silence() : ports.net.post(request)) },
    }),
    plant: () => replace(WitnessDuty.prototype, 'sentinel', () => (() => undefined) as never),
    says: /answered as on disk/,
  },
  {
    name: 'what was acknowledged is thrown away at once',
    plant: () =>
      replace(
        Spool.prototype,
        'expendable',
        (original) =>
          function (this: Spool, _nowMs, wanted) {
            return original.call(this, Number.POSITIVE_INFINITY, wanted)
          },
      ),
    says: /answered as on disk/,
  },
  {
    name: 'nobody tries again after a failure',
    plant: () =>
      replace(
        Courier.prototype,
        'failed',
        (original) =>
          function (this: Courier, none, time) {
            original.call(this, { ...none, retryAfterMs: Number.POSITIVE_INFINITY }, { ...time, monoMs: 1e12 })
          },
      ),
    says: /still waiting|answered as on disk/,
  },
  {
    name: 'a body that is too large is sent again as it is',
    plant: () => replace(Courier.prototype, 'split', () => () => undefined),
    says: /still waiting|answered as on disk/,
  },
  {
    name: 'folders of ended processes are left lying',
    plant: () => replace(Folders.prototype, 'adopt', () => async () => []),
    says: /answered as on disk/,
  },
  {
    name: 'the folder of a living process is taken over',
    tamper: (ports) =>
      ports.spool ? { ...ports, spool: { ...ports.spool, locks: { ...ports.spool.locks, isAlive: async () => false } } } : ports,
    says: /twice|two contents|answered as on disk|missing|removed with/,
  },
  {
    name: 'any answer with status 200 counts',
    tamper: (ports) => ({
      ...ports,
      net: {
        ...ports.net,
        post: async (request) => {
          const answer = await ports.net.post(request)
          if (answer.status !== 200 || answer.body.startsWith('{')) return answer
          const ids = request.body.split('\n').map((line) => (JSON.parse(line) as { id: string }).id)
          const results = ids.map((id, seq) => ({ id, status: 'stored', seq, hash: 'x' }))
          return { ...answer, body: JSON.stringify({ results, checkpoint: null }) }
        },
      },
    }),
    says: /answered as on disk|acked answered|the witness raised/,
  },
  {
    name: 'an event gets a new id when it is sent again',
    tamper: (ports) => {
      const sent = new Set<string>()
      let made = 0
      const renew = (line: string): string => {
        const id = (JSON.parse(line) as { id: string }).id
        if (!sent.has(id)) return sent.add(id) && line
        return line.replace(id, `20000000-0000-7000-8000-${(made++).toString(16).padStart(12, '0')}`)
      }
      return {
        ...ports,
        net: {
          ...ports.net,
          post: (request) => ports.net.post({ ...request, body: request.body.split('\n').map(renew).join('\n') }),
        },
      }
    },
    says: /nobody recorded|still waiting|answered as on disk/,
  },
]

it.for(bugs)('finds that $name', async ({ plant, tamper, says }, { expect: check }) => {
  plant?.()
  let found: readonly string[] = []
  for (let seed = 1; seed <= mostWorlds && found.length === 0; seed++) {
    const world = new World(seed, tamper)
    await world.run()
    found = judge(world)
  }
  check(found.join('\n')).toMatch(says)
})

it('plants at least a dozen', () => {
  expect(bugs.length).toBeGreaterThanOrEqual(12)
})
