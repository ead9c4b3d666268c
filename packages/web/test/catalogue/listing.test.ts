import type { Catalogue } from '@daybook/core'
import { expect, test } from 'vitest'
import { keptFor } from '../../src/catalogue/kept-for.ts'
import { groupsOf, searched, uncatalogued } from '../../src/catalogue/listing.ts'

const catalogue: Catalogue = {
  objects: { order: { label: 'Order', fields: { phone: { label: 'Phone number', treatment: 'mask', readers: ['support'] } } } },
  actions: {
    'order.approved': { category: 'workflow', readers: ['finance'] },
    'order.shipped': { category: 'data' },
  },
  notLogged: [{ action: 'order.viewed', because: 'it happens all the time' }],
}
const counted = [
  { value: 'order.approved', label: 'Order approved', count: 3 },
  { value: 'order.printed', label: 'Order printed', count: 2 },
  { value: 'trail.searched', label: 'Searched', count: 9 },
]

test('has every action with a sentence and how often it occurs, its fields, and what is not recorded on purpose', () => {
  const [group] = groupsOf(catalogue, 'en', counted, true)
  expect(group).toMatchObject({ name: 'order', title: 'Order', notLogged: [{ action: 'order.viewed' }] })
  expect(group?.actions.map(({ action, count }) => [action, count])).toEqual([
    ['order.approved', 3],
    ['order.shipped', 0],
  ])
  expect(groupsOf(catalogue, 'en', counted, false)[0]?.actions.map(({ count }) => count)).toEqual([3, undefined])
  expect(group?.actions[0]?.example).toContain('approved')
  expect(group?.fields.map(([name]) => name)).toEqual(['phone'])
})

test('finds actions and fields by any of their words, all of which must be there', () => {
  const found = (words: string) =>
    searched(groupsOf(catalogue, 'en', counted, true), words).flatMap(({ actions, fields, notLogged }) => [
      ...actions.map(({ action }) => action),
      ...fields.map(([name]) => name),
      ...notLogged.map(({ action }) => action),
    ])
  expect(found('finance')).toEqual(['order.approved'])
  expect(found('PHONE mask')).toEqual(['phone'])
  expect(found('all the time')).toEqual(['order.viewed'])
  expect(found('phone finance')).toEqual([])
  expect(found('order')).toHaveLength(4)
})

test('names what occurs and nobody described, but not the trail’s own events', () => {
  expect(uncatalogued(catalogue, counted).map(({ value }) => value)).toEqual(['order.printed'])
  expect(uncatalogued(undefined, counted).map(({ value }) => value)).toEqual(['order.approved', 'order.printed'])
})

test('says in words how long events are kept', () => {
  expect([keptFor('P7Y'), keptFor('P1Y6M'), keptFor(undefined)]).toEqual([
    'kept for 7 years',
    'kept for 1 year 6 months',
    'kept for good',
  ])
})
