import { expect, test } from 'vitest'
import { type Found, offersOf } from '../../src/command/offer.ts'

const nothing: Found = { records: [], people: [], customers: [], batches: [], values: [] }
const everywhere = { usual: 'business', people: 'all' } as const
const pages = [
  { label: 'Start', path: '/t/crm' },
  { label: 'Imports', path: '/t/crm/imports' },
  { label: 'Who looked', path: '/t/crm/looked' },
]
const offers = (text: string, found: Partial<Found> = {}, lanes: Parameters<typeof offersOf>[6] = everywhere) =>
  offersOf('crm', text, undefined, { ...nothing, ...found }, pages, (type) => type, lanes)
const counted = (value: string, label: string) => ({ value, label, count: 3 })

test('without a word it offers the pages', () => {
  expect(offers('').map(({ shown }) => shown)).toEqual(['Start', 'Imports', 'Who looked'])
})

test('a page is offered by the beginning of any of its words, and a search is always the last', () => {
  expect(offers('loo').map(({ target }) => target)).toEqual([{ path: '/t/crm/looked' }, { path: '/t/crm/search?q=loo' }])
  expect(offers('ooked').map(({ key }) => key)).toEqual(['search'])
})

test('records, people, customers and imports lead to their pages, each once, however they are named', () => {
  const found = offers('mar', {
    records: [
      { type: 'order', id: 'a/b', name: 'Order #1' },
      { type: 'customer', id: 'c_1', name: 'Mara' },
    ],
    people: [counted('u_7', 'Maria')],
    customers: [counted('c_1', 'Mara')],
    batches: [counted('imp 42', 'march.csv')],
  })
  expect(found.map(({ target }) => ('path' in target ? target.path : target.text))).toEqual([
    '/t/crm/records/order/a%2Fb',
    '/t/crm/records/customer/c_1',
    '/t/crm/search?q=actor%3Au_7&lane=all',
    '/t/crm/imports/imp%2042',
    '/t/crm/search?q=mar',
  ])
})

test('a value of a filter is put into what is typed', () => {
  const [first] = offers('status:App', { values: [{ query: 'status:Approved ', label: 'Approved' }] })
  expect(first?.target).toEqual({ text: 'status:Approved ' })
})

test('what is typed whole is not offered again: the search stays first', () => {
  const all = offers('status:Approved', { values: [{ query: 'status:Approved ', label: 'Approved' }] })
  expect(all.map(({ key }) => key)).toEqual(['search'])
})

test('a search and a person lead to the lanes that one reads, and where one reads none, nothing is searched', () => {
  const found = { people: [counted('u_7', 'Maria')] }
  expect(offers('mar', found, { usual: 'own', people: 'own' }).map(({ target }) => target)).toEqual([
    { path: '/t/crm/search?q=actor%3Au_7&lane=own' },
    { path: '/t/crm/search?q=mar&lane=own' },
  ])
  expect(offersOf('crm', 'start', undefined, nothing, pages, (type) => type, undefined).map(({ key }) => key)).toEqual([
    'page /t/crm',
  ])
})
