import type { Net, NetAnswer, NetRequest } from '../../src/delivery/ports.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import { problem, type SimServer } from './sim-server.ts'

/** What goes wrong between a program and the server: chances for each request, changed by the nemesis. */
export interface NetFaults {
  /** The server is not there. */
  isDown: boolean
  requestLost: number
  answerLost: number
  answerCut: number
  /** The same request arrives twice. */
  doubled: number
  html: number
  /** A proxy in front takes no larger body. */
  mostBytes: number
  busy: number
  retryAfterS: number | undefined
  isDenied: boolean
  slowMs: number
}

export const noNetFaults = (): NetFaults => ({
  isDown: false,
  requestLost: 0,
  answerLost: 0,
  answerCut: 0,
  doubled: 0,
  html: 0,
  mostBytes: Number.POSITIVE_INFINITY,
  busy: 0,
  retryAfterS: undefined,
  isDenied: false,
  slowMs: 20,
})

/** Told of every answer that reaches a program, and whether the server's trail then fitted what the program had seen. */
export type Listener = (request: NetRequest, answer: NetAnswer) => void

export class SimNet {
  readonly #random: Random
  readonly #scheduler: Scheduler
  readonly #server: SimServer
  faults = noNetFaults()
  /** No program may come back before this. */
  requests = 0

  constructor(random: Random, scheduler: Scheduler, server: SimServer) {
    this.#random = random
    this.#scheduler = scheduler
    this.#server = server
  }

  port(isAlive: () => boolean, listen: Listener): Net {
    const open = new Set<(answer: Error) => void>()
    return {
      abort: () => {
        for (const give of open) give(new Error('the recorder was closed'))
      },
      post: (request) =>
        new Promise((answered, failed) => {
          this.requests++
          let isOver = false
          const callOff = this.#scheduler.after(request.timeoutMs, () => give(new Error('no answer in time')))
          const give = (answer: NetAnswer | Error): void => {
            callOff()
            if (isOver || !isAlive()) return
            isOver = true
            open.delete(give)
            if (answer instanceof Error) failed(answer)
            else {
              answered(answer)
              listen(request, answer)
            }
          }
          open.add(give)
          this.#send(request, give)
        }),
    }
  }

  #send(request: NetRequest, give: (answer: NetAnswer | Error) => void): void {
    const { faults } = this
    const later = (run: () => void): void => void this.#scheduler.after(this.#random.between(0.5, faults.slowMs), run)
    if (this.#random.chance(faults.requestLost)) return
    const times = this.#random.chance(faults.doubled) ? 2 : 1
    for (let time = 0; time < times; time++)
      later(() => {
        if (this.faults.isDown) return later(() => give(new Error('connection refused')))
        void this.#handle(request).then((answer) => later(() => this.#answer(answer, give)))
      })
  }

  #answer(answer: NetAnswer, give: (answer: NetAnswer | Error) => void): void {
    if (this.#random.chance(this.faults.answerLost)) return
    if (this.#random.chance(this.faults.answerCut)) {
      give(new Error('connection reset'))
      return
    }
    give(answer)
  }

  async #handle(request: NetRequest): Promise<NetAnswer> {
    const { faults } = this
    if (this.#random.chance(faults.html)) return { status: 200, retryAfter: undefined, body: '<h1>Sign in</h1>' }
    if (request.body.length > faults.mostBytes) return { status: 413, retryAfter: undefined, body: '<h1>Too large</h1>' }
    if (faults.isDenied) return problem(401, 'unauthenticated')
    if (this.#random.chance(faults.busy)) return { ...problem(503, 'too_busy'), retryAfter: faults.retryAfterS?.toString() }
    const [size, root] = request.headers['daybook-checkpoint']?.split(' ') ?? []
    const seen = size !== undefined && root !== undefined ? { size: Number(size), root } : undefined
    if (request.path === '/heartbeat') return this.#server.heartbeat(request.body, seen)
    return this.#server.append(request.body, seen, this.#scheduler.nowMs)
  }
}
