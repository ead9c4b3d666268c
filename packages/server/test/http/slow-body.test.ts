import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { answerBadRequest, serverLimits } from '../../src/listen.ts'

it('answers a body that takes too long with 408 as a problem, and cuts the connection', async () => {
  // The real answer over a real socket, with the server's time limit made short enough for a test.
  const server = createServer(
    { ...serverLimits, requestTimeout: 300, headersTimeout: 200, connectionsCheckingInterval: 50 },
    (request) => void request.resume(),
  )
  server.on('clientError', answerBadRequest)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const answer = await new Promise<string>((resolve) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{'),
    )
    socket.on('data', (chunk) => {
      got += chunk
    })
    socket.on('close', () => resolve(got))
  })
  server.close()
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(answer).toContain('application/problem+json')
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)).code).toBe('request_timeout')
})

it('gives headers ten seconds and a request thirty', () => {
  expect(serverLimits).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000 })
})
