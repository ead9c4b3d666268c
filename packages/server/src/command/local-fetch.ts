import { request } from 'node:https'
import { Readable } from 'node:stream'

/**
 * `fetch` for the server on this machine that `server.json` names. Its certificate is made out to the name people use and
 * not to 127.0.0.1, so that a check would always fail; it would prove nothing here either, where the port is held by the
 * very process the owner-only file names. Bodies are texts.
 */
export function localFetch(url: string, init: RequestInit = {}): Promise<Response> {
  if (!url.startsWith('https:')) return fetch(url, init)
  return new Promise((answer, fail) => {
    const headers = Object.fromEntries(new Headers(init.headers))
    const { signal } = init
    const options = { method: init.method ?? 'GET', headers, rejectUnauthorized: false, ...(signal ? { signal } : {}) }
    const call = request(url, options, (incoming) => {
      const status = incoming.statusCode ?? 500
      const body = status === 204 ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>)
      answer(new Response(body, { status, headers: incoming.headersDistinct as never }))
    })
    call.on('error', fail)
    call.end(typeof init.body === 'string' ? init.body : undefined)
  })
}
