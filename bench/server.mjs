// A real `daybook serve` on a folder of its own, for the rows that measure over HTTP.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'

const bin = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages/server/bin/daybook.js')

function command(data, ...args) {
  const done = spawnSync(process.execPath, [bin, ...args, '--data', data, '--json'], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`daybook ${args.join(' ')}: ${done.stderr || done.stdout}`)
  return JSON.parse(done.stdout)
}

/** Starts `daybook serve` on a folder and answers its address, its pid, how long it took, and `stop`. */
async function launch(folder, data, isKept) {
  const started = process.hrtime.bigint()
  const child = spawn(process.execPath, [bin, 'serve', '--data', data, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) resolve(JSON.parse(text.split('\n')[0]).url)
    })
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)))
  })
  const startMs = Number(process.hrtime.bigint() - started) / 1e6
  const orphan = () => child.kill('SIGTERM')
  process.once('exit', orphan)
  const stop = async ({ keep = false } = {}) => {
    process.off('exit', orphan)
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    }
    if (!keep && !isKept) rmSync(folder, { recursive: true, force: true })
  }
  return { url: url.replace(/\/$/, ''), pid: child.pid, startMs, stop }
}

/**
 * A server with one trail `bench`, a writer and a reader key: on a folder of its own, or on `data`, where what is there
 * stays and nothing is removed at the end.
 */
export async function startServer({ data: kept } = {}) {
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'daybook-bench-')) : dirname(resolve(kept))
  const data = kept === undefined ? join(folder, 'data') : resolve(kept)
  const trail = command(data, 'trail', 'create', 'bench', '--if-missing')
  const writer = command(data, 'key', 'create', '--trail', 'bench', '--role', 'writer').key
  const reader = command(data, 'key', 'create', '--trail', 'bench', '--role', 'reader').key
  const running = await launch(folder, data, kept !== undefined)
  return {
    ...running,
    data,
    folder,
    isKept: kept !== undefined,
    writer,
    reader,
    trail,
    command: (...args) => command(data, ...args),
  }
}

/** The same folder once more, after `stop({ keep: true })`. */
export const restart = async ({ folder, data, isKept }) => launch(folder, data, isKept)

/** The bytes of a body; throws on any answer but 200. */
export function get(agent, url, key) {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers: { authorization: `Bearer ${key}` } }, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(Buffer.concat(chunks))
            : reject(new Error(`${response.statusCode}: ${Buffer.concat(chunks)}`)),
        )
        response.on('error', reject)
      })
      .on('error', reject)
  })
}

/** How far the index is: positions it has, and positions it has not yet. */
export const indexState = async (server, agent) =>
  JSON.parse(await get(agent, `${server.url}/v1/trails/bench/index`, server.reader))

/** Waits until everything stored can be searched; answers how long that took in milliseconds. */
export async function indexed(server) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const started = performance.now()
  while (true) {
    const { behind, state } = await indexState(server, agent)
    if (behind === 0 && state === 'following') break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  agent.destroy()
  return performance.now() - started
}

/** Waits until the index puts its terms in order no more: nobody has written to it for three seconds. */
export async function atRest(server) {
  const index = new DatabaseSync(join(server.data, 'trails/bench/index.db'), { readOnly: true })
  try {
    const version = () => index.prepare('PRAGMA data_version').get().data_version
    for (let seen = version(), since = Date.now(); Date.now() < since + 3_000; ) {
      await new Promise((resolve) => setTimeout(resolve, 250))
      if (version() !== seen) [seen, since] = [version(), Date.now()]
    }
  } finally {
    index.close()
  }
}

/** Bodies of a call each, `perCall` events in NDJSON. */
export const bodiesOf = (lines, perCall = 500) =>
  Array.from({ length: Math.ceil(lines.length / perCall) }, (_, k) =>
    Buffer.from(lines.slice(k * perCall, (k + 1) * perCall).join('\n')),
  )

/** Posts bodies over `connections` keep-alive connections, each one after the other; throws on any answer but 200. */
export async function post(url, key, bodies, connections, contentType = 'application/x-ndjson') {
  const { hostname, port, pathname } = new URL(url)
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  let next = 0
  const one = (body) =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      }
      const request = http.request({ agent, hostname, port, path: pathname, method: 'POST', headers }, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`${response.statusCode}: ${Buffer.concat(chunks).toString().slice(0, 400)}`)),
        )
        response.on('error', reject)
      })
      request.on('error', reject)
      request.end(body)
    })
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < bodies.length) await one(bodies[next++])
    }),
  )
  agent.destroy()
}
