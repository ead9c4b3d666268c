import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import type { AppendAnswer } from '../../src/trail/append-call.ts'
import { WriterHost } from '../../src/trail/writer-host.ts'
import { orderEvent, orderEvents } from '../http/firm-events.ts'
import { callOf, startEngine } from './engine-parts.ts'

const startHost = async () => {
  const parts = await startEngine()
  const answers = new Map<number, AppendAnswer>()
  const host = new WriterHost({
    open: async () => parts.engine,
    create: async () => parts.engine,
    openEpoch: async () => parts.engine,
    answered: (some) => {
      for (const [number, answer] of some) answers.set(number, answer)
    },
    changed: () => undefined,
  })
  await host.ask({ what: 'open', trail: 'orders' })
  return { ...parts, host, answers }
}

describe('the writer', () => {
  it('commits together what gathered while it was busy', async () => {
    const { host, answers, disk } = await startHost()
    for (let n = 0; n < 64; n++) host.take([{ number: n, call: callOf(orderEvent(n)) }])
    await expect.poll(() => answers.size).toBe(64)
    expect([...answers.values()].every(({ status }) => status === 200)).toBe(true)
    expect(disk.groups.length).toBeLessThan(10)
  })

  it('commits together what arrives as messages of its thread, however many they are', async () => {
    const { host, answers, disk } = await startHost()
    const { port1, port2 } = new MessageChannel()
    port1.on('message', (number: number) => host.take([{ number, call: callOf(orderEvent(number)) }]))
    for (let n = 0; n < 200; n++) port2.postMessage(n)
    await expect.poll(() => answers.size).toBe(200)
    port1.close()
    expect(disk.groups.length).toBeLessThan(10)
  })

  it('bounds a group by its bytes, so that nobody waits for everybody', async () => {
    const { host, answers, disk } = await startHost()
    const body = orderEvents(900)
    host.take(Array.from({ length: 40 }, (_, number) => ({ number, call: callOf(body) })))
    await expect.poll(() => answers.size, { timeout: 30_000 }).toBe(40)
    expect(disk.groups.length).toBeGreaterThan(2)
    expect(Math.max(...disk.groups)).toBeLessThan(900 * 40)
  })

  it('finishes what was taken before it closes', async () => {
    const { host, answers, disk } = await startHost()
    host.take(Array.from({ length: 30 }, (_, number) => ({ number, call: callOf(orderEvent(number)) })))
    await host.ask({ what: 'close' })
    expect(answers.size).toBe(30)
    expect((await disk.journal.checkpoint())?.split('\n')[1]).toBe('30')
  })

  it('answers a question that fails with its code, and goes on', async () => {
    const { host } = await startHost()
    const refused = await host.ask({
      what: 'catalogue',
      trail: 'orders',
      catalogue: '{"objects":',
      event: JSON.stringify(orderEvent(1)),
    })
    expect(refused).toMatchObject({ ok: false, code: 'invalid_json' })
    expect(await host.ask({ what: 'sign', trail: 'nowhere' })).toMatchObject({ ok: false, code: 'defect' })
    expect(
      await host.ask({ what: 'record', trail: 'orders', event: JSON.stringify({ ...orderEvent(1), action: 'trail.exported' }) }),
    ).toMatchObject({ ok: true })
  })
})
