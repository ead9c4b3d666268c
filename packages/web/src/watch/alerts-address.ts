import { type Lane, lanes } from '@daybook/core'

/** What the address of the page says: a question that an alert is to be set for. */
export interface AlertsAddress {
  readonly new?: '1'
  readonly q?: string
  readonly lane?: Lane
}

export const readAlertsAddress = (search: { readonly [name: string]: unknown }): AlertsAddress => {
  const lane = lanes.find((one) => one === search.lane)
  return {
    ...(search.new === '1' ? { new: '1' as const } : {}),
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
    ...(lane === undefined ? {} : { lane }),
  }
}
