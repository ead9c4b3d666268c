import { expect, test } from 'vitest'
import { isClosed, placesFor } from '../../src/pages/places.ts'

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
  const closed = (path: string, rights?: readonly string[]) => isClosed(`/t/a%20b${path}`, 'a b', rights)
  for (const path of ['/search', '/events/x', '/questions', '/records/order/1', '/settings/people'])
    expect([path, closed(path, ['review']), closed(path, ['read', 'administer']), closed(path)]).toEqual([
      path,
      true,
      false,
      false,
    ])
  for (const path of ['', '/verify', '/catalogue']) expect([path, closed(path, [])]).toEqual([path, false])
})
