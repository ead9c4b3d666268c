import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exited, untilSaid, Workplace } from './run-command.ts'

/** Where it is installed; no dependency. */
const certificateMaker = 'openssl'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.close())

const event = {
  id: '019ab3f2-7c1e-7d3a-9b1e-5a1f0c2d3e4f',
  action: 'order.approved',
  occurredAt: '2026-11-22T09:15:02.123Z',
  actor: { type: 'user', id: 'u_7', name: 'Maria Lopez' },
}

describe('the first start', () => {
  test('prints lines for a shell that send the first event as they stand, once however often they are pasted', async () => {
    const child = place.start(['serve', '--data', place.data, '--port', '0'])
    const text = await untilSaid(child, 'Ctrl-C')
    const script = text.slice(text.indexOf('curl -sS'), text.indexOf('\n\nCtrl-C'))
    expect(script.split('\n')).toHaveLength(3)
    for (const status of ['stored', 'duplicate']) {
      const answer = JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }))
      expect(answer).toMatchObject({ trail: 'main', results: [{ status }] })
    }
    const link = /http:\S+\/welcome#(\S+)/.exec(text)
    expect(link).not.toBeNull()
    const { origin } = new URL(link?.[0] ?? '')
    const signIn = await fetch(`${origin}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: link?.[1] }),
    })
    expect(signIn.status).toBe(200)
    child.kill('SIGTERM')
    expect(await exited(child)).toBe(0)
  })

  test('is told from the second: nothing is made again, no secret is printed again', async () => {
    const first = await place.serve('--trail', 'orders')
    expect(first.first).toMatchObject({ trail: 'orders' })
    expect(first.first?.key).toMatch(/^dbk_/)
    expect(await first.stop()).toBe(0)
    const second = await place.serve()
    expect(second.first).toBeUndefined()
    const answer = await fetch(`${second.url}/v1/trails/orders/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${first.first?.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
    })
    expect(answer.status).toBe(200)
    expect(await second.stop('SIGINT')).toBe(0)
  })
})

describe('a running server', () => {
  test('is what the other commands go through, and they do without it when it has stopped', async () => {
    const server = await place.serve()
    expect(statSync(join(place.data, 'server.json')).mode & 0o777).toBe(0o600)
    await place.json('trail', 'create', 'orders')
    const through = await place.json('trail', 'list')
    expect(through.document.data.map(({ trail }: { trail: string }) => trail)).toEqual(['main', 'orders'])
    expect(await server.stop()).toBe(0)
    expect(existsSync(join(place.data, 'server.json'))).toBe(false)
    expect((await place.json('trail', 'list')).document).toEqual(through.document)
  })

  test('does not share its folder: a second one is refused in words, and the first goes on', async () => {
    const server = await place.serve()
    const second = await place.run(['serve', '--data', place.data, '--port', '0'])
    expect(second.code).toBe(1)
    expect(second.stderr).toContain(server.url)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    await server.stop()
  })

  test('that was killed leaves a folder that the next command opens', async () => {
    const server = await place.serve()
    await server.stop('SIGKILL')
    expect(existsSync(join(place.data, 'server.json'))).toBe(true)
    const list = await place.json('trail', 'list')
    expect(list.document.data).toHaveLength(1)
    const next = await place.serve()
    expect(next.url).toMatch(/^http/)
    await next.stop()
  })
})

describe('serve is refused in words', () => {
  test('when the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { code, stderr, stdout } = await place.run(['serve', '--data', place.data, '--port', String(port)])
    other.close()
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^daybook: Port \d+ on 127\.0\.0\.1 is in use by another program\.\n {2}Stop that program/)
    // the first start is still to come: nothing was made that would now never be printed
    const server = await place.serve()
    expect(server.first).toBeDefined()
    await server.stop()
  })

  test('on an address that others reach, without TLS or a proxy', async () => {
    for (const host of ['0.0.0.0', '192.0.2.1', '::']) {
      const { code, stderr } = await place.run(['serve', '--data', place.data, '--host', host, '--port', '0'])
      expect(code, host).toBe(1)
      expect(stderr).toContain('--behind-proxy')
    }
    expect(existsSync(place.data)).toBe(false)
    const server = await place.serve('--host', '0.0.0.0', '--behind-proxy')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    await server.stop()
  })

  test('for a port that is none, half of TLS, and a certificate that is not there', async () => {
    for (const [args, words] of [
      [['--port', 'http'], 'not a port'],
      [['--port', '70000'], 'not a port'],
      [['--tls-cert', 'a.pem'], 'both --tls-cert and --tls-key'],
      [['--tls-cert', 'a.pem', '--tls-key', 'b.pem'], 'cannot be read'],
    ] as const) {
      const { code, stderr } = await place.run(['serve', '--data', place.data, ...args])
      expect(code, stderr).toBe(2)
      expect(stderr).toContain(words)
    }
  })
})

test('over TLS the local commands go through the server as well, and the printed lines still work', async (context) => {
  const [cert, key] = [join(place.folder, 'cert.pem'), join(place.folder, 'key.pem')]
  const made = spawnSync(certificateMaker, [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '2',
    '-subj',
    '/CN=audit.example',
    '-addext',
    'subjectAltName=DNS:audit.example,IP:127.0.0.1',
  ])
  if (made.status !== 0) return context.skip('openssl is not there to make a certificate')
  const child = place.start(['serve', '--data', place.data, '--port', '0', '--tls-cert', cert, '--tls-key', key])
  const text = await untilSaid(child, 'Ctrl-C')
  expect(text).toContain('https://127.0.0.1:')
  const script = text.slice(text.indexOf('curl -sS'), text.indexOf('\n\nCtrl-C'))
  expect(JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }))).toMatchObject({ accepted: 1 })
  const list = await place.json('trail', 'list')
  expect(list.document.data).toMatchObject([{ trail: 'main', events: 1 }])
  const exported = await place.run(['export', '--trail', 'main', '--out', 'bundle', '--data', place.data])
  expect(exported.code, exported.stderr).toBe(0)
  child.kill('SIGTERM')
  expect(await exited(child)).toBe(0)
})

test('settings come from the configuration file, then the environment, then flags', async () => {
  writeFileSync(join(place.folder, 'daybook.config.ts'), `export default { data: 'from-file' as string, trail: 'from-file' }\n`)
  await place.run(['trail', 'create', 'a', '--json'])
  expect(existsSync(join(place.folder, 'from-file'))).toBe(true)
  await place.run(['trail', 'create', 'a', '--json'], { DAYBOOK_DATA: 'from-environment' })
  expect(existsSync(join(place.folder, 'from-environment'))).toBe(true)
  await place.run(['trail', 'create', 'a', '--json', '--data', 'from-flag'], { DAYBOOK_DATA: 'from-environment-too' })
  expect(existsSync(join(place.folder, 'from-flag'))).toBe(true)
  expect(existsSync(join(place.folder, 'from-environment-too'))).toBe(false)
  const keys = await place.run(['key', 'list'])
  expect(keys.stderr).toContain('There is no such trail')
  const elsewhere = { DAYBOOK_URL: 'http://127.0.0.1:1' }
  writeFileSync(join(place.folder, 'daybook.config.ts'), 'export default {}\n')
  expect((await place.run(['trail', 'list', '--data', 'from-flag'], elsewhere)).stdout).toContain('TRAIL')
  expect((await place.run(['trail', 'list'], elsewhere)).stderr).toContain('no connection')
  writeFileSync(join(place.folder, 'daybook.config.ts'), 'export default { prot: 1 }\n')
  const wrong = await place.run(['trail', 'list'])
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('prot')
})

test('a switch is on only where it says so, and what says neither is asked back', async () => {
  for (const [value, code] of [
    ['no', 'not_loopback'],
    ['0', 'not_loopback'],
    ['perhaps', 'bad_setting'],
  ] as const) {
    const refused = await place.run(['serve', '--host', '0.0.0.0', '--json'], { DAYBOOK_BEHIND_PROXY: value })
    expect(JSON.parse(refused.stdout).error.code, value).toBe(code)
  }
})
