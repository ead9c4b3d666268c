import { type CompiledCatalogue, compileCatalogue, emptyCatalogue, type RecordedEvent, sealEvent } from '@daybook/core'
import { nodeCrypto } from '../../src/crypto/node-crypto.ts'
import type { StoredEvent } from '../../src/journal/journal.ts'

/** An event as the journal gives it, sealed under the catalogue it was recorded under. */
export const storedEvent = (event: RecordedEvent, seq: number, catalogue: CompiledCatalogue): StoredEvent => {
  const sealed = sealEvent(event, catalogue.ownSlot, nodeCrypto)
  if (!('slots' in sealed)) throw new Error(`the event of a test cannot be sealed: ${sealed.detail}`)
  return { state: 'present', seq, own: event.category === 'trail', slots: sealed.slots }
}

/** The firm's catalogue: who may read what changed once, so that what either version keeps back is kept back. */
export const firstCatalogue = compileCatalogue(
  {
    objects: {
      order: {
        label: 'Order',
        fields: {
          status: { label: 'Status', kind: 'status', sequence: ['Pending Review', 'Approved', 'Shipped'] },
          total: { label: 'Total', kind: 'money' },
          margin: { label: 'Margin', kind: 'money', readers: ['finance'] },
          iban: { label: 'IBAN', treatment: 'tokenize', readers: ['finance', 'security'] },
          note: { label: 'Internal note', personal: true },
        },
      },
      customer: {
        label: 'Customer',
        fields: { state: { kind: 'status', label: 'État' }, phone: { treatment: 'mask', keep: 3 } },
      },
    },
    actions: {
      'order.approved': { category: 'workflow', sentence: '{actor} approved {object}' },
      'salary.viewed': { category: 'access', sentence: '{actor} viewed {object}', readers: ['people'] },
    },
  },
  1,
)
export const newestCatalogue = compileCatalogue(
  {
    ...firstCatalogue.source,
    objects: {
      ...firstCatalogue.source.objects,
      customer: {
        label: 'Customer',
        fields: { state: { kind: 'status', label: 'État' }, phone: { treatment: 'mask', keep: 3, readers: ['support'] } },
      },
    },
  },
  2,
)
export const noCatalogue = emptyCatalogue
