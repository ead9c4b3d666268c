import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvents } from '../http/firm-events.ts'
import { Workplace } from './run-command.ts'

describe('daybook index rebuild', () => {
  const work = new Workplace()
  let writer: string
  beforeAll(async () => {
    await work.json('trail', 'create', 'orders')
    writer = (await work.json('key', 'create', '--trail', 'orders', '--role', 'writer')).document.key
  })
  afterAll(() => work.close())

  it('makes the index again beside a running server and without one, and nothing is found otherwise than before', async () => {
    const server = await work.serve()
    const events = orderEvents(300)
    const path = `${server.url}/v1/trails/orders`
    const headers = { authorization: `Bearer ${writer}`, 'content-type': 'application/json' }
    expect((await fetch(`${path}/events`, { method: 'POST', headers, body: JSON.stringify(events) })).status).toBe(200)
    const reader = (await work.json('key', 'create', '--trail', 'orders', '--role', 'reader')).document.key
    const found = async (url: string) => {
      const answer = await fetch(`${url}/v1/trails/orders/events?actor=maria&limit=1000`, {
        headers: { authorization: `Bearer ${reader}` },
      })
      const { data, total } = (await answer.json()) as { data: readonly { seq: number }[]; total: unknown }
      return { seqs: data.map(({ seq }) => seq), total }
    }
    const before = await found(server.url)
    expect(before.total).toEqual({ value: 75, exact: true })
    const beside = await work.json('index', 'rebuild', '--trail', 'orders')
    expect([beside.code, beside.document]).toEqual([0, { trail: 'orders', size: 303, seconds: expect.any(Number) }])
    expect(await found(server.url)).toEqual(before)
    await server.stop()
    const alone = await work.run(['index', 'rebuild', '--data', work.data])
    // With the one look that the searches above are: stopping told it.
    expect([alone.code, alone.stdout]).toEqual([0, 'The index of orders is made again: 304 positions can be searched.\n'])
    const again = await work.serve()
    expect(await found(again.url)).toEqual(before)
    await again.stop()
  })

  it('says which trails there are where none of this name is', async () => {
    const { code, stderr } = await work.run(['index', 'rebuild', '--trail', 'nowhere', '--data', work.data])
    expect([code, stderr]).toEqual([2, expect.stringContaining('trail list')])
  })
})
