import { randomBytes } from 'node:crypto'
import { chmod, open } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join, resolve } from 'node:path'
import type { Locks } from './ports.ts'

/**
 * A lock is a local socket that its process listens on: the kernel stops listening when the process ends, however it
 * ends, and answers connections while the process is busy or stopped. No native code, no process ids that come again.
 * For one machine (containers that share the folder and the kernel included), not for network file systems.
 */
export class NodeLocks implements Locks {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = resolve(folder)
  }

  async take(): Promise<{ readonly token: string; release(): Promise<void> }> {
    const token = randomBytes(8).toString('hex')
    const server = createServer((socket) => socket.destroy())
    await this.#at(token, (path) => listen(server, path))
    if (process.platform !== 'win32') await chmod(join(this.#folder, `${token}.lock`), 0o600)
    server.unref()
    return { token, release: () => new Promise((done) => server.close(() => done())) }
  }

  isAlive(token: string): Promise<boolean> {
    return this.#at(token, answers)
  }

  /** Socket addresses are short (104 bytes on macOS, 108 on Linux); where the folder's is not, Linux has a shorter name for it. */
  async #at<T>(token: string, use: (path: string) => Promise<T>): Promise<T> {
    if (process.platform === 'win32') return use(`\\\\.\\pipe\\daybook-${token}`)
    const path = join(this.#folder, `${token}.lock`)
    if (Buffer.byteLength(path) < 100) return use(path)
    if (process.platform !== 'linux')
      throw new Error(`The path of the spool folder is too long for a lock (${path.length} bytes); choose a shorter one.`)
    const handle = await open(this.#folder, 'r')
    try {
      return await use(`/proc/self/fd/${handle.fd}/${token}.lock`)
    } finally {
      await handle.close()
    }
  }
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((ready, refused) => {
    server.once('error', refused)
    server.listen(path, () => ready())
  })

/** Only a refusal or a missing socket says that nobody listens; whatever else goes wrong, the owner counts as alive. */
const answers = (path: string): Promise<boolean> =>
  new Promise((answer) => {
    const socket = connect(path, () => {
      socket.destroy()
      answer(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => answer(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'))
  })
