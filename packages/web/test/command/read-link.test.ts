import { expect, test } from 'vitest'
import { readLink } from '../../src/command/read-link.ts'

const here = 'https://trail.example'
const id = '019AB3F2-7c10-7d3e-9a41-5b6c7d8e9f00'

test.each([
  [`  ${id} `, { kind: 'event', id: id.toLowerCase() }],
  [`${here}/t/crm/events/${id}?q=a`, { kind: 'page', path: `/t/crm/events/${id}?q=a` }],
  ['/t/crm/search?q=actor%3Amaria', { kind: 'page', path: '/t/crm/search?q=actor%3Amaria' }],
  // Another server's trail of that name is another trail: what its page is about may be here all the same.
  ['https://other.example/t/crm/imports/imp_42', { kind: 'other', words: 'imp_42' }],
  ['https://crm.example/orders/1842?tab=notes', { kind: 'other', words: '1842' }],
  ['https://crm.example/customers/J%C3%B6rg/', { kind: 'other', words: 'Jörg' }],
  ['https://crm.example/%E0%A4%A/x%', { kind: 'other', words: 'x%' }],
])('%s is read as %o', (text, expected) => {
  expect(readLink(text, here)).toEqual(expected)
})

test.each(['order 1842', 'maria', '1842', '', 'javascript:alert(1)', 'https://', '/etc/passwd'])('%s is no link', (text) => {
  expect(readLink(text, here)).toBeUndefined()
})

test('a page is never anything outside of the trails', () => {
  for (const path of ['/verify.html', '/v1/session', '//evil.example/t/crm', '/t/', '/t/../v1'])
    expect(readLink(`${here}${path}`, here)?.kind).not.toBe('page')
})
