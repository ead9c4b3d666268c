import type { Actor, Source } from '@daybook/core'

/** What acts without a hand on the keyboard. Each has a name that people know. */
interface Machine {
  readonly actor: Actor
  readonly source: Source
}

const automation = (id: string, name: string): Machine => ({
  actor: { type: 'automation', id, name },
  source: { type: 'automation', id, name },
})

export const staleTicketCloser = automation('stale-tickets', 'Stale ticket closer')
export const autoAssign = automation('auto-assign', 'Auto-assign')
export const webShop: Machine = {
  actor: { type: 'api_client', id: 'web-shop', name: 'Web shop' },
  source: { type: 'api', id: 'web-shop', name: 'Web shop' },
}
export const parcelHub: Machine = {
  actor: { type: 'webhook', id: 'parcelhub', name: 'ParcelHub' },
  source: { type: 'webhook', id: 'parcelhub', name: 'ParcelHub' },
}
export const mailbox: Machine = {
  actor: { type: 'webhook', id: 'support-mail', name: 'Support mailbox' },
  source: { type: 'webhook', id: 'support-mail', name: 'Support mailbox' },
}
export const nightlyCredit: Machine = {
  actor: { type: 'scheduled_job', id: 'credit-check', name: 'Nightly credit check' },
  source: { type: 'background_job', id: 'credit-check', name: 'Nightly credit check' },
}
export const ledgerline: Machine = {
  actor: { type: 'integration', id: 'ledgerline', name: 'Ledgerline accounting' },
  source: { type: 'integration', id: 'ledgerline', name: 'Ledgerline accounting' },
}
export const priceFloor: Machine = {
  actor: { type: 'system', id: 'price-floor', name: 'Price floor rule' },
  source: { type: 'system_rule', id: 'price-floor', name: 'Price floor' },
}
