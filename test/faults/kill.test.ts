import { expect, it } from 'vitest'
import { append, exportAndVerify, listAll, makeEvent, prepare, type Running, serve } from './running-server.ts'

const stops = process.env.DAYBOOK_LONG ? 100 : 3
const kills = process.env.DAYBOOK_LONG ? 500 : 6

interface Sent {
  readonly ids: readonly string[]
  readonly events: readonly object[]
  /** What the server answered before it died, if it answered. */
  positions?: readonly (number | undefined)[]
}

/** Four clients post batches of different sizes until the server is gone. */
async function load(server: Running, key: string, sent: Sent[]): Promise<void> {
  const client = async (size: number) => {
    for (;;) {
      const events = Array.from({ length: size }, () => makeEvent())
      const request: Sent = { ids: events.map((event) => event.id), events }
      sent.push(request)
      try {
        const answer = await append(server.url, key, events)
        if (answer.status !== 200)
          throw new Error(`append answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`)
        request.positions = answer.body.results?.map((result) => result.seq) ?? []
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('append answered')) throw error
        return
      }
    }
  }
  await Promise.all([client(1), client(1), client(20), client(200)])
}

it(`loses nothing and stores nothing in part when the server is killed ${kills} times under load`, {
  timeout: 300_000 + kills * 10_000,
}, async () => {
  const prepared = prepare()
  const sent: Sent[] = []
  try {
    for (let kill = 0; kill < kills; kill++) {
      const server = await serve(prepared.data)
      const loading = load(server, prepared.writer, sent)
      await new Promise((later) => setTimeout(later, 20 + Math.random() * 180))
      await server.kill()
      await loading
    }
    const server = await serve(prepared.data)
    const listed = await listAll(server.url, prepared.reader)
    const positions = new Map(listed.map((event) => [event.id, event.seq]))
    expect(positions.size).toBe(listed.length)

    const answered = sent.filter((request) => request.positions !== undefined)
    for (const request of answered) expect(request.ids.map((id) => positions.get(id))).toEqual(request.positions)
    for (const request of sent) expect(new Set(request.ids.map((id) => positions.has(id))).size).toBe(1)

    const unanswered = sent.filter((request) => request.positions === undefined)
    for (const request of unanswered) {
      const again = await append(server.url, prepared.writer, request.events)
      const expected = positions.has(request.ids[0] ?? '') ? 'duplicate' : 'stored'
      expect(again.body.results?.map((result) => result.status)).toEqual(request.ids.map(() => expected))
    }
    const offered = sent.reduce((sum, request) => sum + request.ids.length, 0)
    expect((await listAll(server.url, prepared.reader)).length).toBe(offered)
    await server.stop()

    const verified = await exportAndVerify(prepared)
    expect(verified.code, verified.stdout + verified.stderr).toBe(0)
    const inAnswers = answered.reduce((sum, request) => sum + request.ids.length, 0)
    console.log(
      `${offered} events offered, ${offered} found, 0 lost, 0 twice; ${kills} kills; ${inAnswers} were answered before a kill, ${unanswered.length} requests were cut off.`,
    )
  } finally {
    prepared.remove()
  }
})

it('refuses a second server on the same folder in words', async () => {
  const prepared = prepare()
  const first = await serve(prepared.data)
  try {
    await expect(serve(prepared.data)).rejects.toThrow(new RegExp(`open already.*${first.pid}`, 's'))
    expect((await append(first.url, prepared.writer, [makeEvent()])).status).toBe(200)
  } finally {
    await first.stop()
    prepared.remove()
  }
})

it('finishes what it accepted when asked to stop, again and again under load', async () => {
  const prepared = prepare()
  const sent: Sent[] = []
  try {
    for (let round = 0; round < stops; round++) {
      const server = await serve(prepared.data)
      const loading = load(server, prepared.writer, sent).catch((error: Error) => {
        if (!error.message.includes('503')) throw error
      })
      await new Promise((later) => setTimeout(later, 60))
      expect(await server.stop()).toBe(0)
      await loading
    }
    const server = await serve(prepared.data)
    const positions = new Map((await listAll(server.url, prepared.reader)).map((event) => [event.id, event.seq]))
    for (const request of sent)
      if (request.positions) expect(request.ids.map((id) => positions.get(id))).toEqual(request.positions)
    await server.stop()
  } finally {
    prepared.remove()
  }
})
