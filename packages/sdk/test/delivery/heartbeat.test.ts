import { formatCheckpoint, formatNote } from '@daybook/core'
import { expect, it } from 'vitest'
import { boundsOf } from '../../src/delivery/bounds.ts'
import { noLosses } from '../../src/delivery/gaps.ts'
import type { Effect, Input, Offer, Step } from '../../src/delivery/machine-port.ts'
import type { NetRequest } from '../../src/delivery/ports.ts'
import { ProducerMachine } from '../../src/delivery/producer-machine.ts'

/** A checkpoint that covers whatever is delivered here, so that no event has to be asked for again. */
const checkpoint = formatNote({
  text: formatCheckpoint({ origin: 'trail.example/t', size: 1_000, root: new Uint8Array(32) }),
  signatures: [{ name: 'trail.example/t', id: '00000000', signature: new Uint8Array(64) }],
})

/** A machine on a disk that does what it is asked; `acked` events were delivered by an earlier process and are gone. */
const machineAfter = (acked: number) => {
  let at = 0
  let made = 0
  const rng = { next: () => 0.5, uuid: () => `10000000-0000-7000-8000-${String(made++).padStart(12, '0')}` }
  const machine = new ProducerMachine({ bounds: boundsOf({}), rng, heartbeats: true })
  const posted: NetRequest[] = []
  const files = new Map<string, Uint8Array>()
  const onDisk = (steps: readonly Step[]): Uint8Array | undefined => {
    let bytes: Uint8Array | undefined
    for (const each of steps) {
      if (each.do === 'write') files.set(each.file, each.bytes)
      if (each.do === 'append') files.set(each.file, Buffer.concat([files.get(each.file) ?? Buffer.alloc(0), each.bytes]))
      if (each.do === 'read') bytes = files.get(each.file)
    }
    return bytes
  }
  const step = (input: Input): void => {
    const effects: readonly Effect[] = machine.step(input, { monoMs: at, wallMs: at })
    for (const effect of effects) if (effect.kind === 'post') posted.push(effect.request)
    for (const effect of effects) if (effect.kind === 'disk') step({ kind: 'disk', bytes: onDisk(effect.steps) })
  }
  const state = { version: 1, producer: 'shop-1', acked, next: acked + 1, deadLetters: 0 } as const
  const gaps = { open: noLosses, numbered: noLosses, closed: [] }
  const image = { state, savedNext: state.next, segments: [], lost: [], told: [], gaps, witness: undefined, deadBytes: 0 }
  step({ kind: 'opened', folder: 'f', image: { ...image, hasReserve: true } })
  return {
    record: (id: string): void => {
      const json = JSON.stringify({ id, action: 'order.updated', occurredAt: '2026-11-22T09:00:00.000Z' })
      const times = { occurredAt: '2026-11-22T09:00:00.000Z', atMs: at, wallMs: at }
      const offer: Offer = { id, action: 'order.updated', json, bytes: json.length, severity: 'normal', ...times }
      step({ kind: 'spooled', offer })
    },
    /** Lets time pass until it asks for the network. */
    nextPost: (): NetRequest => {
      for (let turn = 0; turn < 1_000 && posted.length === 0; turn++) {
        at = Math.max(at + 1, machine.wakeAt() ?? at)
        step({ kind: 'wake' })
      }
      const request = posted.shift()
      if (!request) throw new Error('it asks for nothing')
      return request
    },
    answer: (body: object): void => {
      const answer = {
        status: 200,
        retryAfter: undefined,
        body: JSON.stringify({ trail: 't', checkpoint, consistency: [], ...body }),
      }
      step({ kind: 'answer', answer })
    },
  }
}

const lines = ({ body }: NetRequest) =>
  body.split('\n').map((line) => JSON.parse(line) as { id: string; producer?: { seq: number }; context?: object })
const stored = (request: NetRequest) => ({
  results: lines(request).map(({ id }, seq) => ({ id, status: 'stored', seq, hash: 'h' })),
})

it('tells by their numbers what a trail lacks and nothing here keeps any more', () => {
  const machine = machineAfter(8)
  const beat = machine.nextPost()
  expect(beat.path).toBe('/heartbeat')
  machine.answer({
    missing: [
      [2, 3],
      [6, 6],
    ],
  })
  const told = machine.nextPost()
  expect(lines(told)).toMatchObject([
    {
      action: 'trail.gap',
      count: 3,
      context: {
        producer: 'shop-1',
        causes: ['not_kept'],
        ranges: [
          [2, 3],
          [6, 6],
        ],
      },
    },
  ])
})

it('counts no answer that is none', () => {
  const machine = machineAfter(8)
  machine.nextPost()
  machine.answer({ missing: 'all', trail: undefined })
  expect(machine.nextPost().path).toBe('/heartbeat')
  machine.answer({ missing: [[3, 1], ['a', 2], [1]] })
  expect(machine.nextPost().path).toBe('/heartbeat')
})

it('speaks of no number that it did not give', () => {
  const machine = machineAfter(0)
  machine.record('00000000-0000-7000-8000-000000000001')
  const batch = machine.nextPost()
  expect(batch.path).toBe('/events')
  machine.answer(stored(batch))
  machine.nextPost()
  machine.answer({ missing: [[5, 9]] })
  expect(machine.nextPost().path).toBe('/heartbeat')
})

it('sends again what a trail lacks and is still kept, once, and then says that it will not come', () => {
  const machine = machineAfter(0)
  const ids = [1, 2, 3].map((number) => `00000000-0000-7000-8000-00000000000${number}`)
  for (const id of ids) machine.record(id)
  const sent: string[] = []
  for (let request = machine.nextPost(); request.path === '/events'; request = machine.nextPost()) {
    sent.push(...lines(request).map(({ id }) => id))
    machine.answer(stored(request))
  }
  expect(sent).toEqual(ids)
  machine.answer({ missing: [[2, 2]] })
  const again = machine.nextPost()
  expect(lines(again).map(({ producer }) => producer?.seq)).toEqual([2, 3])
  machine.answer(stored(again))
  expect(machine.nextPost().path).toBe('/heartbeat')
  machine.answer({ missing: [[2, 2]] })
  expect(lines(machine.nextPost())).toMatchObject([{ context: { causes: ['not_kept'], ranges: [[2, 2]] } }])
})
