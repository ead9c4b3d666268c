import type { EventInput } from '@daybook/core'
import { Deliver } from '../../src/delivery/deliver.ts'
import type { Kept, Receipt, Severity } from '../../src/delivery/delivery.ts'
import type { Alarm } from '../../src/delivery/health.ts'
import type { Ports } from '../../src/delivery/ports.ts'
import { RecordRefused } from '../../src/record-error.ts'

/** What a program was told of an event it recorded. */
export type Told = Kept | 'refused' | 'unanswered' | Receipt | undefined

export interface Offered {
  readonly event: EventInput
  readonly mode: 'spooled' | 'memory' | 'acked'
  readonly severity: Severity
  readonly program: Program
  readonly atMs: number
  told: Told
  toldAtMs?: number
  /** The disk took nothing at the moment this was told. */
  wasDiskFailing: boolean
}

/** One run of an application on the machine, until it closes or is killed. */
export class Program {
  readonly deliver: Deliver
  readonly alarms: Alarm[] = []
  readonly #ports: Ports
  state: 'running' | 'killed' | 'closing' | 'closed' = 'running'
  closedAtMs: number | undefined

  constructor(
    ports: (isAlive: () => boolean) => Ports,
    bounds: Omit<ConstructorParameters<typeof Deliver>[1], 'name' | 'root' | 'onAlarm'>,
  ) {
    this.#ports = ports(() => this.isAlive)
    this.deliver = new Deliver(this.#ports, {
      ...bounds,
      name: 'shop',
      root: 'spool',
      onAlarm: (alarm) => this.alarms.push(alarm),
    })
  }

  get isAlive(): boolean {
    return this.state === 'running' || this.state === 'closing'
  }

  record(event: EventInput, mode: Offered['mode'], severity: Severity, all: Offered[]): void {
    const clock = this.#ports.clock
    const offered: Offered = {
      event,
      mode,
      severity,
      program: this,
      atMs: clock.monotonic(),
      told: undefined,
      wasDiskFailing: false,
    }
    all.push(offered)
    const tell = (told: Told): void => {
      if (!this.isAlive) return
      offered.told = told
      offered.toldAtMs = clock.monotonic()
      offered.wasDiskFailing = this.deliver.health().spool.state !== 'ok'
    }
    if (mode === 'memory') this.deliver.memory(event, severity)
    else if (mode === 'spooled') void this.deliver.spooled(event, severity).then(tell)
    else
      void this.deliver
        .acked(event)
        .then(tell, (error: unknown) => tell(error instanceof RecordRefused ? 'refused' : 'unanswered'))
  }

  kill(): void {
    this.state = 'killed'
  }

  async close(): Promise<void> {
    if (this.state !== 'running') return
    this.state = 'closing'
    await this.deliver.close()
    if (this.state === 'closing') this.state = 'closed'
    this.closedAtMs = this.#ports.clock.monotonic()
  }
}
