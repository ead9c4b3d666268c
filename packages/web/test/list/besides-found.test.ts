import { expect, test } from 'vitest'
import type { EventView } from '../../src/api/event-view.ts'
import { besidesFound } from '../../src/list/besides-found.ts'
import { namesOf } from '../../src/names/names.ts'

const names = namesOf({ objects: { order: { label: 'Order', name: 'Order #{id}' } }, actions: {} })
const event = (sentence: string, members: object) =>
  ({ sentence, parts: [], actor: { type: 'user', id: 'u_7' }, ...members }) as unknown as EventView

test('a row found by a number says whose number it is, where its sentence does not', () => {
  const ticket = event('Ben opened Ticket #92.', {
    object: { type: 'ticket', id: '92', name: 'Ticket #92' },
    customer: { id: '1842', name: 'River Press Kitchen' },
    related: [
      { type: 'order', id: '1842' },
      { type: 'order', id: '7' },
    ],
  })
  expect(besidesFound(ticket, ['1842'], names)).toEqual(['Customer 1842, River Press Kitchen', 'Order #1842'])
  expect(besidesFound(ticket, ['RIVER'], names)).toEqual(['Customer 1842, River Press Kitchen'])
  expect(besidesFound(ticket, ['ben'], names)).toEqual([])
})

test('what the sentence says is not said again', () => {
  const order = event('Maria approved Order #1842 of River Press Kitchen.', {
    object: { type: 'order', id: '1842', name: 'Order #1842' },
    customer: { id: '1842', name: 'River Press Kitchen' },
  })
  expect(besidesFound(order, ['1842', 'order'], names)).toEqual([])
})
