import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { RecorderHealth } from '@daybook/sdk'
import type { ApplicationSettings, Measured, ToApplication } from './application.ts'
import type { Mode } from './application-log.ts'

const program = fileURLToPath(new URL('./application.ts', import.meta.url))

type Said = {
  readonly ready?: true
  readonly failed?: string
  readonly number?: number
  readonly value?: unknown
  readonly measured?: Measured
}
type Asked = ToApplication extends infer T ? (T extends ToApplication ? Omit<T, 'number'> : never) : never

/** The application as the campaign has it: one process, until it is killed or has finished. */
export class RunningApplication {
  readonly settings: ApplicationSettings
  readonly #child: ChildProcess
  readonly #answers = new Map<number, { done(value: unknown): void; fail(error: Error): void }>()
  #next = 0
  #failed: string | undefined
  #stderr = ''
  measured: Measured = { recordMs: 0, loopMs: 0, recorded: 0 }

  private constructor(settings: ApplicationSettings) {
    this.settings = settings
    this.#child = fork(program, [JSON.stringify(settings)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child.stderr?.on('data', (chunk) => {
      this.#stderr += chunk
    })
    this.#child.on('message', (said: Said) => this.#hear(said))
    this.#child.on('exit', () => {
      for (const { fail } of this.#answers.values()) fail(new Error(`the application has ended: ${this.#stderr}`))
      this.#answers.clear()
    })
  }

  static async start(settings: ApplicationSettings): Promise<RunningApplication> {
    const application = new RunningApplication(settings)
    const first = await Promise.race([once(application.#child, 'message'), once(application.#child, 'exit')])
    if (!(first[0] as Said | null)?.ready) throw new Error(`the application did not start: ${application.#stderr}`)
    return application
  }

  /** What went wrong in it, if anything did. */
  get failed(): string | undefined {
    return this.#failed
  }

  /** Has so many events recorded; answers when all are taken. */
  async record(count: number, mode: Mode, padding = 0): Promise<void> {
    await this.#ask({ ask: 'record', count, mode, padding })
  }

  async turnClock(byMs: number): Promise<void> {
    await this.#ask({ ask: 'turn', byMs })
  }

  /** Has its clock and timers run so many times as fast from now on. */
  async pace(timesFaster: number): Promise<void> {
    await this.#ask({ ask: 'pace', timesFaster })
  }

  /** Milliseconds since it started, by its own clock. */
  async elapsed(): Promise<number> {
    return (await this.#ask({ ask: 'elapsed' })) as number
  }

  /** Answers when everything taken is on the trail or refused. */
  async flush(): Promise<void> {
    await this.#ask({ ask: 'flush' })
  }

  async health(): Promise<RecorderHealth> {
    return (await this.#ask({ ask: 'health' })) as RecorderHealth
  }

  /** Records nothing more, flushes and ends. */
  async finish(): Promise<{ readonly isFlushed: boolean; readonly health: RecorderHealth }> {
    const exited = once(this.#child, 'exit')
    const answer = (await this.#ask({ ask: 'finish' })) as { isFlushed: boolean; health: RecorderHealth }
    await exited
    return answer
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }

  #ask(asked: Asked): Promise<unknown> {
    return new Promise((done, fail) => {
      const number = this.#next++
      this.#answers.set(number, { done, fail })
      this.#child.send({ ...asked, number })
    })
  }

  #hear({ failed, number, value, measured }: Said): void {
    if (failed !== undefined) this.#failed ??= failed
    if (measured) this.measured = measured
    if (number === undefined) return
    if (failed === undefined) this.#answers.get(number)?.done(value)
    else this.#answers.get(number)?.fail(new Error(failed))
    this.#answers.delete(number)
  }
}
