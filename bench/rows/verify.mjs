// Full verification of a bundle from disk, one core: an absolute rate beside Y3, JSON.parse of the same bytes.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inventLines } from '../invented-events.mjs'
import { interleave, ratio, seconds } from '../measure.mjs'
import { bodiesOf, post, startServer } from '../server.mjs'

const bin = join(dirname(fileURLToPath(import.meta.url)), '../../packages/server/bin/daybook.js')

export async function verify({ cut = 1, rounds = 5 } = {}) {
  const events = 50_000 / cut
  const server = await startServer()
  try {
    const lines = inventLines(events, 900)
    await post(`${server.url}/v1/trails/bench/events`, server.writer, bodiesOf(lines), 4)
    const bundle = join(server.folder, 'bundle')
    const policy = join(server.folder, 'policy.txt')
    writeFileSync(policy, server.trail.policy)
    server.command('export', '--trail', 'bench', '--format', 'bundle', '--out', bundle)
    const run = () => {
      const done = spawnSync(process.execPath, [bin, 'verify', bundle, '--policy', policy, '--json'], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      })
      if (done.status !== 0) throw new Error(`verify: ${done.stdout}${done.stderr}`)
    }
    const text = readFileSync(join(bundle, 'events.ndjson'), 'utf8').trimEnd().split('\n')
    const check = async () => events / (await seconds(run))
    const parse = async () => events / (await seconds(() => text.forEach((line) => void JSON.parse(line))))
    return [
      ratio(
        'full verification of a bundle, whole process / JSON.parse of the same lines (Y3)',
        '≥ 50,000 events/s',
        await interleave(rounds, check, parse),
        'events/s',
      ),
    ]
  } finally {
    await server.stop()
  }
}
