import type { EventInput } from '@daybook/core'
import { expect, it } from 'vitest'
import { HttpProblem } from '../../src/problem/http-problem.ts'
import { OwedEvents } from '../../src/trail/owed-events.ts'

const event = (id: string) => ({ id, action: 'trail.searched' }) as EventInput

it('what a trail does not take is told once, asked for once a round, and recorded in order when it takes events again', async () => {
  const sealed = new Set(['a'])
  const recorded: string[] = []
  const told: string[] = []
  let asked = 0
  const owed = new OwedEvents(
    async (trail, { id }) => {
      asked++
      if (sealed.has(trail)) throw new HttpProblem('sealed')
      recorded.push(`${trail} ${id}`)
      return { id, seq: 0, status: 'stored' }
    },
    (trail, { id }) => told.push(`${trail} ${id}`),
  )
  for (const id of ['1', '2', '3']) {
    await owed.recordOrOwe('a', event(id))
    await owed.recordOrOwe('b', event(id))
  }
  asked = 0
  for (let round = 0; round < 5; round++) await owed.settle()
  expect([asked, recorded, told]).toEqual([5, ['b 1', 'b 2', 'b 3'], ['a 1', 'a 2', 'a 3']])
  sealed.clear()
  await owed.settle()
  await owed.settle()
  expect(recorded.slice(3)).toEqual(['a 1', 'a 2', 'a 3'])
})
