import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderEvent } from './firm-events.ts'
import { RunningServer, type TrailKeys } from './running-server.ts'

let server: RunningServer
let trail: TrailKeys
const [first, second] = [orderEvent(1), orderEvent(2)]
beforeAll(async () => {
  server = await RunningServer.start()
  trail = await server.trail('orders')
  await server.post(`${trail.path}/events`, [first, second], trail.writer)
})
afterAll(() => server.remove())

const at = (event: Record<string, unknown>) => `${trail.path}/events/${event.id}/notes`
const add = (event: Record<string, unknown>, body: object, key = trail.admin) => server.post(at(event), body, key)
const notes = async (event: Record<string, unknown>, key = trail.reader) => (await server.get(at(event), key)).json.data
const questions = async (key = trail.reader) => (await server.get(`${trail.path}/questions`, key)).json.data

describe('notes and questions on an event', () => {
  it('are events about it, which whoever sees it reads in order', async () => {
    const noted = await add(first, { kind: 'note', text: 'The customer called.' })
    expect(noted.status).toBe(201)
    const asked = (await add(first, { kind: 'question', text: 'Why was this approved twice?' })).json
    expect((await notes(first)).map(({ kind, text }: { kind: string; text: string }) => [kind, text])).toEqual([
      ['note', 'The customer called.'],
      ['question', 'Why was this approved twice?'],
    ])
    expect(await notes(second)).toEqual([])
    const { json } = await server.get(`${trail.path}/events/${asked.id}`)
    expect(json).toMatchObject({
      action: 'trail.asked',
      object: { type: 'event', id: first.id },
      related: [{ type: 'order', id: '1801', relation: 'record' }],
      sentence: expect.stringContaining('asked about event 4 (order updated): Why was this approved twice?'),
    })
    const proof = await server.get(`${trail.path}/events/${asked.id}/proof`)
    expect(proof.status).toBe(200)
  })

  it('wait for an answer until there is one', async () => {
    const [{ question, event }] = await questions()
    expect([question.text, event.id]).toEqual(['Why was this approved twice?', first.id])
    const answer = await add(first, { kind: 'answer', text: 'By mistake.', answers: question.id })
    expect(answer.json).toMatchObject({ kind: 'answer', answers: question.id })
    expect(await questions()).toEqual([])
  })

  it('are one, however often a page sends the same', async () => {
    const body = { kind: 'note', text: 'Once.', id: randomUUID() }
    const [one, two] = await Promise.all([add(second, body), add(second, body)])
    const three = await add(second, body)
    expect([one.json.id, two.json.id]).toEqual([three.json.id, three.json.id])
    expect(three.status).toBe(200)
    expect((await notes(second)).length).toBe(1)
    expect((await add(second, { ...body, text: 'Twice.' })).json).toMatchObject({ code: 'id_conflict', pointer: '/id' })
    expect((await add(first, body)).status).toBe(201)
  })

  it('hide what looks like a secret, in the answer too', async () => {
    const { json } = await add(second, { kind: 'note', text: 'Card 4111 1111 1111 1111 was used' })
    expect(json.text).toBe('Card [hidden: card number] was used')
    expect(JSON.stringify(await notes(second))).not.toContain('4111')
  })

  it('are added by those who may annotate, on events they may see, with questions that are there', async () => {
    expect((await add(first, { kind: 'note', text: 'x' }, trail.reader)).json.code).toBe('forbidden')
    expect((await add({ id: randomUUID() }, { kind: 'note', text: 'x' })).json.code).toBe('not_found')
    expect((await add(first, { kind: 'answer', text: 'x' })).json).toMatchObject({ code: 'bad_body', pointer: '/answers' })
    expect((await add(first, { kind: 'answer', text: 'x', answers: first.id })).json.code).toBe('not_found')
    const question = (await add(first, { kind: 'question', text: 'Here?' })).json
    expect((await add(second, { kind: 'answer', text: 'x', answers: question.id })).json.code).toBe('not_found')
    expect((await add(first, { kind: 'note', text: ' ' })).json).toMatchObject({ code: 'bad_body', pointer: '/text' })
  })

  it('are for those who see the event: nobody finds them otherwise', async () => {
    await add(second, { kind: 'question', text: 'Only for those who see the order' })
    const role = async (name: string, grants: readonly object[]) => {
      const body = { label: name, description: name, grants, rights: ['read'] }
      const made = await server.call('PUT', `${trail.path}/roles/${name}`, { key: server.local, body })
      expect(made.status, made.text).toBe(200)
      return (await server.post(`${trail.path}/keys`, { role: 'reader', name, reads: name }, trail.admin)).json.key
    }
    const orders = await role('orders', [{ objects: ['order'] }])
    const watchers = await role('watchers', [{ categories: ['trail'] }])
    const found = async (key: string) =>
      (await server.get(`${trail.path}/events?category=all&q=${encodeURIComponent('"who see the order"')}`, key)).json.data.length
    expect([(await notes(second, orders)).length > 0, (await questions(orders)).length > 0]).toEqual([true, true])
    expect((await server.get(at(second), watchers)).json.code).toBe('not_found')
    expect(await questions(watchers)).toEqual([])
    expect([await found(trail.admin), await found(watchers), await found(orders)]).toEqual([1, 0, 0])
    const looks = async (key: string) => (await server.get(`${trail.path}/looks`, key)).json.readable
    expect([await looks(trail.admin), await looks(watchers), await looks(orders)]).toEqual([true, true, false])
  })
})
