// Single events, 64 clients, durable; beside a bare node:http server that parses, group-commits the line with fsync and answers.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inventLines } from '../invented-events.mjs'
import { interleave, ratio, seconds } from '../measure.mjs'
import { post, startServer } from '../server.mjs'

async function startBare() {
  const folder = mkdtempSync(join(tmpdir(), 'daybook-bare-'))
  const child = spawn(
    process.execPath,
    [join(dirname(fileURLToPath(import.meta.url)), '../bare-server.mjs'), join(folder, 'bare.db')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const port = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(Number(chunk))))
  const stop = () => {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `http://127.0.0.1:${port}/`, stop }
}

export async function single({ cut = 1, rounds = 5 } = {}) {
  const events = 6_000 / cut
  const server = await startServer()
  const bare = await startBare()
  try {
    let seed = 500
    const run = (url, key) => async () => {
      const bodies = inventLines(events, seed++).map((line) => Buffer.from(line))
      return events / (await seconds(() => post(url, key, bodies, 64, 'application/json')))
    }
    const figures = await interleave(rounds, run(`${server.url}/v1/trails/bench/events`, server.writer), run(bare.url))
    return [ratio('single events, 64 clients, durable / bare group-committing server', '≥ 0.5', figures, 'events/s')]
  } finally {
    bare.stop()
    await server.stop()
  }
}
