// A PostgreSQL of its own in a temporary folder, durable as it comes, for as long as it is measured. Needs its programs
// installed (Debian: postgresql); throws a sentence where they are not.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

export async function startPostgres() {
  const bin = programs()
  const owner = ownerOf()
  const folder = mkdtempSync(join(tmpdir(), 'daybook-postgres-'))
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-locale'], {
    ...owner,
    cwd: folder,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr.trim().split('\n').at(-1)}`)
  const port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`]
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', `${port}`, ...settings], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  })
  const at = { host: '127.0.0.1', port, user: 'postgres', password: 'postgres' }
  const orphan = () => child.kill('SIGINT')
  process.once('exit', orphan)
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      // Waits for connections that are closing; whoever has not closed his after a while is cut off.
      child.kill('SIGTERM')
      const late = setTimeout(orphan, 5_000)
      await ended
      clearTimeout(late)
    }
    process.off('exit', orphan)
    rmSync(folder, { recursive: true, force: true })
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    const client = new pg.Client({ ...at, database: 'postgres' })
    try {
      await client.connect()
      const { rows } = await client.query('SHOW server_version')
      await client.end()
      return { at, version: rows[0].server_version, stop }
    } catch {
      await client.end().catch(() => undefined)
      await pause(100)
    }
  }
  await stop()
  throw new Error('PostgreSQL did not start within ten seconds')
}

function programs() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  if (found === undefined) throw new Error('PostgreSQL is not installed')
  return found
}

/** PostgreSQL refuses to run as root. */
function ownerOf() {
  if (process.getuid?.() !== 0) return {}
  const id = (flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  const owner = { uid: id('-u'), gid: id('-g') }
  if (!(owner.uid > 0)) throw new Error('PostgreSQL does not run as root, and there is no user postgres')
  return owner
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}
