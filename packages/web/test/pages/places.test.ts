import { expect, test } from 'vitest'
import { isClosed, isForSome, placesFor } from '../../src/pages/places.ts'

const found = (rights: readonly string[] | undefined, ...categories: readonly string[]) =>
  placesFor(rights, rights && { everything: false, sensitive: false, categories }).map(({ to }) => to.replace('/t/$trail', ''))

test('what is offered is what one may open and finds something in', () => {
  expect(found(undefined)).toEqual(['', '/verify', '/catalogue'])
  expect(found(['administer'])).toEqual(['', '/verify', '/catalogue', '/settings'])
  expect(found(['read', 'administer'], 'trail')).toEqual(['', '/search', '/verify', '/catalogue', '/looked', '/settings'])
  expect(found(['read', 'annotate'], 'data', 'workflow')).toEqual([
    '',
    '/search',
    '/records',
    '/imports',
    '/workflows',
    '/verify',
    '/catalogue',
  ])
  expect(found(['read', 'alert', 'review'], 'security')).toEqual(['', '/search', '/alerts', '/reviews', '/verify', '/catalogue'])
})

test('a page that needs a right is closed without it, also one that no navigation names', () => {
  const reads = { everything: false, sensitive: false, categories: ['data', 'trail'] }
  const closed = (path: string, rights?: readonly string[]) => isClosed(`/t/a%20b${path}`, 'a b', rights, reads)
  for (const path of ['/search', '/events/x', '/questions', '/records/order/1', '/settings/people'])
    expect([path, closed(path, ['review']), closed(path, ['read', 'administer']), closed(path)]).toEqual([
      path,
      true,
      false,
      false,
    ])
  for (const path of ['', '/verify', '/catalogue']) expect([path, closed(path, [])]).toEqual([path, false])
})

test('what one does not read is closed, but for the page of a record: the trail’s own events have records too', () => {
  const own = { everything: false, sensitive: false, categories: ['trail'] }
  const closed = (path: string) => isClosed(`/t/crm${path}`, 'crm', ['read', 'administer'], own)
  expect(['/records', '/imports', '/workflows'].map(closed)).toEqual([true, true, true])
  expect(['/imports/imp_1', '/workflows/refund/w_1'].map(closed)).toEqual([true, true])
  expect(['/records/person/p_1', '/search', '/looked', ''].map(closed)).toEqual([false, false, false, false])
})

test('a page that is for some waits until it is known who looks; the start, the search and an event do not', () => {
  const waits = (path: string) => isForSome(`/t/crm${path}`, 'crm')
  expect(['/reviews/log', '/settings/keys', '/alerts', '/looked', '/imports/imp_1'].map(waits)).toEqual(Array(5).fill(true))
  expect(['', '/search', '/events/x', '/verify', '/catalogue', '/nowhere'].map(waits)).toEqual(Array(6).fill(false))
})
