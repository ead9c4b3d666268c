import { openSlots } from '@daybook/core'
import { describe, expect, it } from 'vitest'
import { type Journal, JournalInDoubt, StorageFull } from '../../src/journal/journal.ts'
import { orderEvent, orderEvents } from '../http/firm-events.ts'
import { callOf, startEngine } from './engine-parts.ts'

const recordedTimes = async (journal: Journal): Promise<(string | undefined)[]> => {
  const { size } = await journal.size()
  const events = await journal.read({ from: 0, to: size, limit: size, order: 'asc', which: 'all' })
  return events.map((event) => (event.state === 'present' ? openSlots(event.slots).event.recordedAt : undefined))
}

describe('a group of calls', () => {
  it('is one commit, and each call gets its own answer', async () => {
    const { engine, disk } = await startEngine()
    const answers = await engine.append([
      callOf(orderEvents(3)),
      callOf('{'),
      callOf([orderEvent(1), { id: 'x' }]),
      callOf(orderEvent(2)),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 422, 200])
    expect(disk.groups).toEqual([5])
    expect(answers.map(({ text }) => JSON.parse(text).results?.map((r: { seq?: number }) => r.seq))).toEqual([
      [0, 1, 2],
      undefined,
      [3, undefined],
      [4],
    ])
    expect(answers[2]?.counts).toMatchObject({ stored: 1, refused: ['bad_id'] })
  })

  it('in which everything is refused touches the disk not at all', async () => {
    const { engine, disk } = await startEngine()
    await engine.append([callOf('{'), callOf({ id: 'x' })])
    expect(disk.groups).toEqual([])
  })
})

describe('a full disk', () => {
  it('refuses with a time to come back, stores nothing, and ends by itself', async () => {
    const { engine, disk } = await startEngine()
    const event = orderEvent(1)
    disk.fail(new StorageFull('no space'))
    const [refused] = await engine.append([callOf(event)])
    expect(refused).toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) })
    expect(JSON.parse(refused?.text ?? '')).toMatchObject({ code: 'storage_full' })
    expect(engine.status).toMatchObject({ state: 'open', full: true, size: 0 })
    await expect(engine.record({ ...event, action: 'trail.exported' } as never)).rejects.toMatchObject({ code: 'storage_full' })
    disk.recover()
    const [stored] = await engine.append([callOf(event)])
    expect(stored?.status).toBe(200)
    expect(engine.status).toMatchObject({ full: false, size: 1 })
  })

  it('does not keep what is wrong with a call from being said', async () => {
    const { engine, disk } = await startEngine()
    disk.fail(new StorageFull('no space'))
    const answers = await engine.append([callOf('{'), callOf(orderEvent(1))])
    expect(answers.map(({ status }) => status)).toEqual([400, 503])
  })
})

describe('a disk in doubt', () => {
  it('seals the trail: nothing is answered as stored, and nothing is asked of the disk again', async () => {
    const { engine, disk } = await startEngine()
    await engine.append([callOf(orderEvents(2))])
    disk.fail(new JournalInDoubt('fsync failed'), { stored: true })
    const [first] = await engine.append([callOf(orderEvent(3))])
    expect([first?.status, JSON.parse(first?.text ?? '').code]).toEqual([503, 'storage_fault'])
    disk.recover()
    const asked = disk.groups.length
    const [second] = await engine.append([callOf(orderEvent(4))])
    expect(JSON.parse(second?.text ?? '')).toMatchObject({
      code: 'storage_fault',
      detail: expect.stringContaining('started again'),
    })
    expect(disk.groups.length).toBe(asked)
    expect(engine.status).toMatchObject({ state: 'sealed', sealed: { code: 'storage_fault' } })
  })
})

describe('time on a trail', () => {
  it('never goes back when the clock does, and the jump is counted', async () => {
    const { engine, disk, clock } = await startEngine()
    await engine.append([callOf(orderEvent(1))])
    clock.ms -= 3_600_000
    await engine.append([callOf(orderEvent(2))])
    clock.ms += 10_000
    await engine.append([callOf(orderEvent(3))])
    expect(engine.status.backwardJumps).toBe(1)
    const times = await recordedTimes(disk.journal)
    expect(times).toEqual(Array(3).fill('2026-11-22T09:00:00.000Z'))
    clock.ms += 86_400_000
    await engine.append([callOf(orderEvent(4))])
    expect((await recordedTimes(disk.journal)).at(-1)).toBe('2026-11-23T08:00:10.000Z')
  })

  it('does not judge when something occurred: an event from the future is kept', async () => {
    const { engine } = await startEngine()
    const [answer] = await engine.append([callOf(orderEvent(1, { occurredAt: '2031-01-01T00:00:00Z' }))])
    expect(answer?.status).toBe(200)
  })
})

describe('checkpoints', () => {
  it('are signed when the trail has grown, and again after ten quiet minutes', async () => {
    const { engine, clock } = await startEngine()
    await engine.signIfDue()
    expect(engine.checkpoint).toBeUndefined()
    await engine.append([callOf(orderEvents(5))])
    await engine.signIfDue()
    expect(engine.checkpoint?.size).toBe(5)
    const { note } = engine.checkpoint ?? { note: '' }
    clock.ms += 9 * 60_000
    await engine.signIfDue()
    expect(engine.checkpoint?.note).toBe(note)
    clock.ms += 61_000
    await engine.signIfDue()
    expect(engine.checkpoint?.size).toBe(5)
    expect(engine.checkpoint?.note).not.toBe(note)
  })

  it('are signed for a waiting call, once for the whole group', async () => {
    const { engine } = await startEngine()
    const answers = await engine.append([callOf(orderEvents(2), { waitForCheckpoint: true }), callOf(orderEvent(3))])
    const [waiting, other] = answers.map(({ text }) => JSON.parse(text))
    expect(waiting.results.every((r: { proof?: string }) => r.proof?.startsWith('c2sp.org/tlog-proof@v1'))).toBe(true)
    expect(other.results[0].proof).toBeUndefined()
    expect(other.checkpoint).toBe(waiting.checkpoint)
  })

  it('of the end are signed before the journal is closed', async () => {
    const { engine, disk } = await startEngine()
    await engine.append([callOf(orderEvents(4))])
    await engine.close()
    expect((await disk.journal.checkpoint())?.split('\n')[1]).toBe('4')
  })
})

describe('a conflict', () => {
  it('is recorded once for each other content, however often it comes', async () => {
    const { engine } = await startEngine()
    const event = orderEvent(1)
    await engine.append([callOf(event)])
    const other = { ...event, reason: 'a' }
    const sizes = []
    for (const body of [other, other, [other, other], { ...event, reason: 'b' }]) {
      await engine.append([callOf(body)])
      sizes.push(engine.status.size)
    }
    expect(sizes).toEqual([2, 2, 2, 3])
  })
})
