import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ChaosProxy, type Weather } from './chaos-proxy.ts'

let heard = 0
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    heard++
    response.end(JSON.stringify({ stored: 'x'.repeat(400) }))
  })
})
let proxy: ChaosProxy
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await ChaosProxy.start()
  proxy.target((server.address() as AddressInfo).port)
})
afterAll(async () => {
  await proxy.close()
  server.closeAllConnections()
  server.close()
})

/** What a client sees of one POST, and how often the server heard of it. */
const see = async (weather: Weather): Promise<{ readonly seen: string; readonly heard: number }> => {
  await proxy.turn(weather)
  const before = heard
  const seen = await fetch(`http://127.0.0.1:${proxy.port}/`, {
    method: 'POST',
    body: 'e'.repeat(2_000),
    signal: AbortSignal.timeout(500),
  })
    .then(async (answer) => `${answer.status} ${(await answer.text()).slice(0, 10)}`)
    .catch((error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.name)
  return { seen, heard: heard - before }
}

it.each([
  [{ kind: 'fair' }, /^200 \{"stored":/, 1],
  [{ kind: 'refused' }, /^ECONNREFUSED$/, 0],
  [{ kind: 'fair' }, /^200 \{"stored":/, 1],
  [{ kind: 'request cut', bytes: 1_000 }, /^(UND_ERR_SOCKET|ECONNRESET)$/, 0],
  [{ kind: 'answer cut', bytes: 300 }, /^(UND_ERR_SOCKET|ECONNRESET|TypeError)$/, 1],
  [{ kind: 'answer dropped' }, /^(UND_ERR_SOCKET|ECONNRESET)$/, 1],
  [{ kind: 'black hole' }, /^TimeoutError$/, 0],
  [{ kind: 'slow', delayMs: 20 }, /^200 \{"stored":/, 1],
  [{ kind: 'reset' }, /^(ECONNRESET|UND_ERR_SOCKET)$/, 0],
  [{ kind: 'page', status: 200, forwarded: false }, /^200 <!doctype/, 0],
  [{ kind: 'page', status: 200, forwarded: true }, /^200 <!doctype/, 1],
  [{ kind: 'page', status: 502, forwarded: false }, /^502 <!doctype/, 0],
  [{ kind: 'fair' }, /^200 \{"stored":/, 1],
] as const satisfies readonly (readonly [Weather, RegExp, number])[])('%j', async (weather, seen, times) => {
  const what = await see(weather)
  expect(what.seen).toMatch(seen)
  expect(what.heard).toBe(times)
})
