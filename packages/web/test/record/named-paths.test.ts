import { pathOfNames } from '@daybook/core'
import { expect, test } from 'vitest'
import { publicPath, routedPath } from '../../src/record/named-paths.ts'

const odd = ['.', '..', '~', '~.', '~..', '~.~', 'a/b', '%2F', '%', '?', '#', ' ', 'x ', 'é', 'print', '~records']

test('every address comes back from the router as it went in, and no two are one there', () => {
  const paths = odd.flatMap((type) =>
    odd.flatMap((id) =>
      ['', '/compare', '/print', '/'].flatMap((more) => [
        `${pathOfNames('/t/office', 'records', type, id)}${more}`,
        `${pathOfNames('/t/office', 'workflows', type, id)}${more}`,
      ]),
    ),
  )
  paths.push(...odd.flatMap((id) => [pathOfNames('/t/office', 'imports', id), pathOfNames('/t/office', 'workflows', id)]))
  for (const path of paths) {
    expect(publicPath(routedPath(path))).toBe(path)
    // What the router makes of it, as a URL.
    expect(new URL(routedPath(path), 'http://daybook.example').pathname).toBe(routedPath(path))
  }
  expect(new Set(paths.map(routedPath)).size).toBe(paths.length)
})

test('one page has one route', () => {
  expect(routedPath('/t/office/records/order/1842/print')).toBe('/t/office/records/~order~/~1842~/print')
  expect(routedPath('/t/office/~/records/~order/~..')).toBe('/t/office/records/~order~/~..~')
  expect(routedPath('/t/office/workflows/refund')).toBe('/t/office/workflows/~refund~')
})

test('other addresses stay as they are, and a name without its mark is none', () => {
  for (const path of ['/', '/t/office', '/t/office/records', '/t/office/records/', '/t/office/search', '/t/office/~/search']) {
    expect(routedPath(path)).toBe(path)
    expect(publicPath(path)).toBe(path)
  }
  expect(routedPath('/t/office/~/records/order/~..')).toBe('/t/office/~/records/order/~..')
})
