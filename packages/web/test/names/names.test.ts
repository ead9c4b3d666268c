import { expect, test } from 'vitest'
import { namesOf } from '../../src/names/names.ts'

const catalogue = {
  objects: {
    purchase_order: {
      label: 'Purchase order',
      name: 'PO #{id}',
      fields: { eta: { label: 'Expected' }, vat: { label: 'VAT no.' } },
    },
    vendor: { label: 'Supplier', fields: { vat: { label: 'VAT number' }, eta: { label: 'Expected' } } },
  },
  actions: {},
}

test('kinds, records and fields are called what the catalogue calls them', () => {
  const names = namesOf(catalogue)
  expect(names.kind('vendor')).toBe('Supplier')
  expect(names.record('purchase_order', '$& 7')).toBe('PO #$& 7')
  expect(names.record('vendor', '12')).toBe('Supplier 12')
  expect(names.field('eta')).toBe('Expected')
})

test('where the catalogue is silent or of two minds, the words of the name are used', () => {
  const names = namesOf(catalogue)
  expect(names.kind('credit_note')).toBe('Credit note')
  expect(names.kind('constructor')).toBe('Constructor')
  expect(names.field('vat')).toBe('VAT')
  expect(namesOf(undefined).record('credit_note', '5')).toBe('Credit note 5')
})
