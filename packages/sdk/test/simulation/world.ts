import type { EventInput } from '@daybook/core'
import type { Clock, Locks, Ports, Rng } from '../../src/delivery/ports.ts'
import { type Offered, Program } from './program.ts'
import { Random } from './random.ts'
import { Scheduler } from './scheduler.ts'
import { noDiskFaults, SimDisk } from './sim-disk.ts'
import { noNetFaults, SimNet } from './sim-net.ts'
import { SimServer } from './sim-server.ts'
import { Watch } from './watch.ts'

/** What a test changes about the ports: the seam through which bugs are planted. */
export type Tamper = (ports: Ports) => Ports

const severities = ['low', 'normal', 'normal', 'high'] as const
const hourMs = 3_600_000
const watermarkBytes = 256

/**
 * One machine, some programs on it, a network and a server, all made from a seed: what is recorded when, what fails
 * when, who is killed when. Afterwards everything is healed, and after some hours nothing may be left to do.
 */
export class World {
  readonly seed: number
  readonly scheduler = new Scheduler()
  readonly server = new SimServer()
  readonly disk: SimDisk
  readonly net: SimNet
  readonly offered: Offered[] = []
  readonly programs: Program[] = []
  readonly watch: Watch
  /** Small bounds, so that there is overflow; or large ones, so that nothing acknowledged is thrown away. */
  readonly isTight: boolean
  readonly #random: Random
  readonly #tamper: Tamper
  readonly #tokens = new Set<string>()
  #made = 0
  #clockOffsetMs = Date.UTC(2026, 10, 22)
  healedAtMs = Number.POSITIVE_INFINITY
  doneAtMs: number | undefined
  powerCuts = 0
  /** Somebody else keeps the disk full for good: there is only what the programs themselves give back. */
  readonly staysFull: boolean

  constructor(seed: number, tamper: Tamper = (ports) => ports) {
    this.seed = seed
    this.#random = new Random(seed)
    this.#tamper = tamper
    this.disk = new SimDisk(this.#random.fork(), this.scheduler)
    this.net = new SimNet(this.#random.fork(), this.scheduler, this.server)
    this.isTight = this.#random.chance(0.4)
    this.staysFull = this.#random.chance(0.1)
    this.watch = new Watch(this.disk)
    this.watch.isAnswered = (id) => this.offered.some(({ event, told }) => event.id === id && told === 'disk')
    this.disk.onUnlink = (file) => this.watch.unlinked(file)
  }

  async run(): Promise<void> {
    const random = this.#random
    const lengthMs = random.chance(0.03) ? 24 * hourMs : random.pick([5_000, 30_000, 120_000, 600_000])
    const count = random.whole(5, this.isTight ? 120 : 60)
    for (let i = random.whole(1, 2); i > 0; i--) this.#start()
    for (let i = 0; i < count; i++) this.scheduler.after(random.between(0, lengthMs), () => this.#record(random.whole(1, 6)))
    this.#nemesis(lengthMs)
    await this.scheduler.runUntil(lengthMs)
    this.#heal()
    await this.scheduler.runUntil(lengthMs + 3 * hourMs, () => this.doneAtMs !== undefined)
    for (const program of this.programs) void program.close()
    await this.scheduler.runUntil(this.scheduler.nowMs + 60_000)
  }

  #start(): void {
    const wants = this.isTight ? { memoryBytes: 12_000, diskBytes: 24_000, roomWaitMs: 2_000 } : {}
    const program: Program = new Program((isAlive) => this.#tamper(this.#ports(isAlive, () => program)), wants)
    this.programs.push(program)
  }

  #running(): readonly Program[] {
    return this.programs.filter(({ state }) => state === 'running')
  }

  #record(events: number): void {
    const program = this.#random.pick(this.#running())
    for (let i = 0; program && i < events; i++) {
      const roll = this.#random.next()
      const action = roll < 0.02 ? 'poison.sent' : roll < 0.03 ? 'spoiled.body' : 'order.updated'
      const mode = this.#random.pick(['spooled', 'spooled', 'spooled', 'spooled', 'memory', 'acked'] as const)
      const event = this.#event(action)
      if (action === 'order.updated' && mode === 'spooled' && this.#random.chance(0.01)) this.server.plant(event.id)
      program.record(event, mode, this.#random.pick(severities), this.offered)
    }
  }

  #event(action: string): EventInput {
    const number = this.#made++
    return {
      id: `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`,
      action,
      occurredAt: new Date(this.#clockOffsetMs + this.scheduler.nowMs).toISOString(),
      actor: { type: 'user', id: 'u_7' },
      reason: 'x'.repeat(this.#random.whole(0, 200)),
    }
  }

  /** Draws which faults this world has, and when each comes and goes. */
  #nemesis(lengthMs: number): void {
    const random = this.#random.fork()
    const sometimes = (chance: number, most: number, run: () => void): void => {
      if (!random.chance(chance)) return
      for (let i = random.whole(1, most); i > 0; i--) this.scheduler.after(random.between(0, lengthMs), run)
    }
    const spell =
      (start: () => void, end: () => void): (() => void) =>
      () => {
        start()
        this.scheduler.after(random.between(100, lengthMs / 2), end)
      }
    const { net, disk } = this
    const calm = noNetFaults()
    sometimes(
      0.5,
      3,
      spell(
        () => {
          net.faults.isDown = true
        },
        () => {
          net.faults.isDown = false
        },
      ),
    )
    sometimes(
      0.4,
      2,
      spell(
        () => {
          net.faults.answerLost = random.between(0, 1)
        },
        () => {
          net.faults.answerLost = 0
        },
      ),
    )
    sometimes(
      0.3,
      2,
      spell(
        () => {
          net.faults.requestLost = random.between(0, 1)
        },
        () => {
          net.faults.requestLost = 0
        },
      ),
    )
    sometimes(
      0.3,
      2,
      spell(
        () => {
          net.faults.answerCut = random.between(0, 1)
        },
        () => {
          net.faults.answerCut = 0
        },
      ),
    )
    sometimes(
      0.3,
      2,
      spell(
        () => {
          net.faults.html = random.between(0.2, 1)
        },
        () => {
          net.faults.html = 0
        },
      ),
    )
    sometimes(
      0.3,
      2,
      spell(
        () => {
          net.faults.busy = 0.8
          net.faults.retryAfterS = random.pick([undefined, 1, 30])
        },
        () => {
          net.faults.busy = 0
        },
      ),
    )
    sometimes(
      0.2,
      1,
      spell(
        () => {
          net.faults.mostBytes = random.whole(1_500, 5_000)
        },
        () => {
          net.faults.mostBytes = calm.mostBytes
        },
      ),
    )
    sometimes(
      0.15,
      1,
      spell(
        () => {
          net.faults.isDenied = true
        },
        () => {
          net.faults.isDenied = false
        },
      ),
    )
    sometimes(
      0.3,
      2,
      spell(
        () => {
          net.faults.slowMs = 5_000
        },
        () => {
          net.faults.slowMs = calm.slowMs
        },
      ),
    )
    sometimes(
      0.3,
      4,
      spell(
        () => {
          net.faults.doubled = 0.5
        },
        () => {
          net.faults.doubled = 0
        },
      ),
    )
    sometimes(
      0.25,
      2,
      spell(
        () => {
          disk.faults.syncFails = random.between(0.05, 1)
        },
        () => {
          disk.faults.syncFails = 0
        },
      ),
    )
    sometimes(
      0.2,
      2,
      spell(
        () => {
          disk.faults.writeFails = random.between(0.05, 1)
        },
        () => {
          disk.faults.writeFails = 0
        },
      ),
    )
    sometimes(
      0.2,
      1,
      spell(
        () => {
          disk.faults.roomBytes = random.whole(0, 4_000)
        },
        () => {
          if (!this.staysFull) disk.faults.roomBytes = Number.POSITIVE_INFINITY
        },
      ),
    )
    sometimes(
      0.2,
      2,
      spell(
        () => {
          disk.faults.slowMs = 300
        },
        () => {
          disk.faults.slowMs = 1
        },
      ),
    )
    sometimes(0.2, 3, () => {
      this.#clockOffsetMs += random.between(-2, 2) * 24 * hourMs
    })
    sometimes(0.6, 4, () => this.#killOne(random))
    sometimes(0.3, 2, () => this.#powerCut(random))
    sometimes(0.3, 2, () => this.#closeOne(random))
    sometimes(0.3, 2, () => this.#start())
    if (!this.isTight) sometimes(0.25, 2, () => this.#rollBackLater(random, lengthMs))
  }

  #killOne(random: Random): void {
    const running = this.#running()
    if (running.length > 0) random.pick(running).kill()
    this.scheduler.after(random.between(1, 3_000), () => this.#start())
  }

  #closeOne(random: Random): void {
    const running = this.#running()
    if (running.length === 0) return
    void random.pick(running).close()
    this.scheduler.after(random.between(1, 3_000), () => this.#start())
  }

  #powerCut(random: Random): void {
    for (const program of this.programs) if (program.isAlive) program.kill()
    this.disk.powerCut()
    this.#tokens.clear()
    this.powerCuts++
    this.scheduler.after(random.between(1, 3_000), () => this.#start())
  }

  #rollBackLater(random: Random, lengthMs: number): void {
    const snapshot = this.server.snapshot()
    this.scheduler.after(random.between(100, lengthMs / 2), () => {
      if (this.scheduler.nowMs > this.healedAtMs) return
      this.server.restore(snapshot)
      this.watch.rolledBack(this.scheduler.nowMs)
    })
  }

  #heal(): void {
    this.net.faults = noNetFaults()
    this.disk.faults = { ...noDiskFaults(), ...(this.staysFull ? { roomBytes: this.disk.faults.roomBytes } : {}) }
    this.healedAtMs = this.scheduler.nowMs
    // A call made before may have been drawn to fail; whatever ends a spell later finds nothing to end.
    if (this.#running().length === 0) this.#start()
    // Everybody has something to say, and so hears what became of the trail.
    for (const delayMs of [1_000, 90_000])
      this.scheduler.after(delayMs, () => {
        for (const program of this.#running()) program.record(this.#event('order.updated'), 'spooled', 'normal', this.offered)
      })
    this.#look()
  }

  /** Ends the world once nobody has anything left to do. */
  #look(): void {
    this.scheduler.after(65_000, () => {
      const isIdle = this.#running().every((program) => {
        const { spooled, memory, waiting, gaps, adopted, unanswered } = program.deliver.health()
        return spooled.events + memory.events + waiting + gaps + adopted + unanswered === 0
      })
      if (!isIdle || this.scheduler.nowMs <= this.healedAtMs + 200_000) return this.#look()
      this.doneAtMs = this.scheduler.nowMs
      this.#lookForFullDisks()
    })
  }

  /**
   * Everything is delivered: whoever has files of it left has room to work with. Not where somebody else took the last
   * byte: without room for a watermark no segment may go, and what is recorded from then on is counted as lost.
   */
  #lookForFullDisks(): void {
    if (this.disk.faults.roomBytes < watermarkBytes) return
    for (const { deliver } of this.#running()) {
      const { spool, producer } = deliver.health()
      const left = spool.folder === undefined ? [] : this.disk.list(spool.folder).filter((name) => name.endsWith('.segment'))
      if (spool.state === 'failed' && left.length > 0)
        this.watch.violations.push(`the disk of ${producer} is full of what was delivered: ${spool.because}`)
    }
  }

  #ports(isAlive: () => boolean, program: () => Program): Ports {
    const random = this.#random.fork()
    const underWay = { calls: 0 }
    const holds = (): boolean => isAlive() || underWay.calls > 0
    const clock: Clock = {
      now: () => this.#clockOffsetMs + this.scheduler.nowMs,
      monotonic: () => this.scheduler.nowMs,
      timer: (delayMs, wake) => this.scheduler.after(delayMs, () => isAlive() && wake()),
    }
    const rng: Rng = {
      next: () => random.next(),
      uuid: () => `10000000-0000-7000-8000-${(this.#made++).toString(16).padStart(12, '0')}`,
    }
    const locks: Locks = {
      take: async () => {
        const token = `t${this.#made++}`
        this.#tokens.add(token)
        this.#owners.set(token, holds)
        return { token, release: async () => void this.#tokens.delete(token) }
      },
      isAlive: async (token) => this.#tokens.has(token) && (this.#owners.get(token)?.() ?? false),
    }
    const net = this.net.port(isAlive, (request, answer) => {
      queueMicrotask(() => queueMicrotask(() => this.watch.answered(program(), request, answer)))
    })
    return { clock, rng, net, spool: { disk: this.disk.port(isAlive, underWay), locks } }
  }

  readonly #owners = new Map<string, () => boolean>()
}
