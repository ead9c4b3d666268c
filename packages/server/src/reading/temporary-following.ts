import { Worker } from 'node:worker_threads'
import type { FromFollower } from '../search/follow/index-state.ts'

export class TemporaryFollowing {
  readonly #worker: Worker
  readonly #marks = new Map<string, number>()
  constructor(data: string) {
    const file = import.meta.url.endsWith('.ts') ? '../search/follow/follower-worker.ts' : '../search/follow/follower-worker.js'
    this.#worker = new Worker(new URL(file, import.meta.url), { workerData: { data } })
    this.#worker.unref()
    this.#worker.on('message', (m: FromFollower) => {
      if (m.kind === 'state') this.#marks.set(m.state.trail, m.state.watermark)
      if (m.kind === 'state' && m.state.because) console.error(m.state)
    })
  }
  async reached(trail: string, size: number, withinMs: number): Promise<number> {
    const end = Date.now() + withinMs
    for (;;) {
      const at = this.#marks.get(trail) ?? 0
      if (at >= size || Date.now() > end) return at
      this.#worker.postMessage({ kind: 'grew', trail })
      await new Promise((r) => setTimeout(r, 10))
    }
  }
  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
