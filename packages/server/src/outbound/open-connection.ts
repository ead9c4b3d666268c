import { isIP, connect as plainConnect, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { Target } from './target.ts'

/** A connection to the address that was judged, open when this answers. */
export const openConnection = (
  { host, port, address, family }: Target,
  tls: boolean,
  signal: AbortSignal,
  ca: readonly string[] | undefined,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const where = { host: address, port, family }
    const socket = tls
      ? tlsConnect({ ...where, ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca ? { ca: [...ca] } : {}) })
      : plainConnect(where)
    const stop = (): void => void socket.destroy(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      signal.removeEventListener('abort', stop)
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
