import type { Context } from 'hono'
import type { Env } from './endpoint.ts'
import type { Service } from './service.ts'

const longestDevice = 300

/** Where a call came from. Behind a proxy the proxy says it; what anybody else says of themselves is not believed. */
export interface Client {
  readonly address: string | null
  /** The program's name for itself; anybody can send anything here. */
  readonly device: string | null
}

export const clientOf = (c: Context<Env>, service: Pick<Service, 'isBehindProxy'>): Client => {
  const nearest = c.env?.incoming?.socket.remoteAddress
  const told = service.isBehindProxy() ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const address = (told || nearest)?.replace(/^::ffff:(?=\d+\.)/, '').slice(0, 64)
  return { address: address || null, device: c.req.header('user-agent')?.slice(0, longestDevice) || null }
}
